/// What all connections of a server share, and how a call finds whoever answers it.
struct ControlEnvironment: Sendable {
    let service: any ControlService
    let access: ControlAccess
    let limits: ControlLimits
    let identity: ControlIdentity

    /// Answers a call, or hands it to the service.
    func dispatch(_ message: ControlValue, on connection: ControlConnection, call: Int) {
        guard let name = message["method"]?.string, let dot = name.lastIndex(of: ".") else {
            return connection.leave(
                because: ControlFailure(.notJSON, "The message is no Varlink call: it names no method"))
        }
        let interface = String(name[..<dot])
        let method = String(name[name.index(after: dot)...])
        switch interface {
        case ControlInterface.serviceName:
            let answer = serviceAnswer(to: method, message["parameters"])
            connection.deliver(answer, isLast: true, call: call)
        case ControlInterface.name:
            let acceptsMore = message["more"]?.boolean ?? false
            do throws(ControlFailure) {
                let parameters = message["parameters"]
                guard let request = try ControlRequest.decode(method: method, parameters: parameters) else {
                    return connection.deliver(Self.methodNotFound(name), isLast: true, call: call)
                }
                try permit(request, to: connection.peer)
                if case .log(let selection) = request, selection.follows, !acceptsMore {
                    let answer = ControlMessage.error("\(ControlInterface.serviceName).ExpectedMore", [:])
                    return connection.deliver(answer, isLast: true, call: call)
                }
                let responder = ControlResponder(connection: connection, call: call, acceptsMore: acceptsMore)
                service.handle(request, from: connection.peer, with: responder)
            } catch {
                connection.deliver(ControlMessage.reply(error), isLast: true, call: call)
            }
        default:
            connection.deliver(
                ControlMessage.error(
                    "\(ControlInterface.serviceName).InterfaceNotFound", ["interface": .text(interface)]),
                isLast: true, call: call)
        }
    }

    private func permit(_ request: ControlRequest, to peer: ControlPeer) throws(ControlFailure) {
        let needed: ControlRights = request.isCommand ? .command : .read
        guard peer.rights >= needed else { throw access.denial(of: request.method, to: peer) }
    }

    /// Varlink's own interface; it tells nothing about the site, so everybody may ask.
    private func serviceAnswer(to method: String, _ parameters: ControlValue?) -> [UInt8] {
        switch method {
        case "GetInfo":
            return ControlMessage.raw([
                "vendor": .text(identity.vendor), "product": .text(identity.product),
                "version": .text(identity.version), "url": .text(identity.url),
                "interfaces": [.text(ControlInterface.serviceName), .text(ControlInterface.name)],
            ])
        case "GetInterfaceDescription":
            switch parameters?["interface"]?.string {
            case ControlInterface.name:
                return ControlMessage.raw(["description": .text(ControlInterface.description)])
            case ControlInterface.serviceName:
                return ControlMessage.raw(["description": .text(ControlInterface.serviceDescription)])
            case let other?:
                return ControlMessage.error(
                    "\(ControlInterface.serviceName).InterfaceNotFound", ["interface": .text(other)])
            case nil:
                return ControlMessage.error(
                    "\(ControlInterface.serviceName).InvalidParameter", ["parameter": "interface"])
            }
        default:
            return Self.methodNotFound("\(ControlInterface.serviceName).\(method)")
        }
    }

    private static func methodNotFound(_ name: String) -> [UInt8] {
        ControlMessage.error("\(ControlInterface.serviceName).MethodNotFound", ["method": .text(name)])
    }
}
