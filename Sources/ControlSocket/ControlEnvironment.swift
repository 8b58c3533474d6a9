import SiteRecord

/// The state that all connections of a server share, and the way a call finds the one that answers it.
struct ControlEnvironment: Sendable {
    let service: any ControlService
    let interface: ControlInterface
    let access: ControlAccess
    let limits: ControlLimits
    let identity: ControlIdentity

    /// Answers a call, or hands it to the service.
    func dispatch(_ message: JSONValue, on connection: ControlConnection, call: Int) {
        guard let name = message["method"]?.string, let dot = name.lastIndex(of: ".") else {
            return connection.leave(
                because: ControlFailure(.notJSON, "The message is no Varlink call: it names no method"))
        }
        let offered = String(name[..<dot])
        let method = String(name[name.index(after: dot)...])
        switch offered {
        case ControlInterface.serviceName:
            let answer = serviceAnswer(to: method, message["parameters"])
            connection.deliver(answer, isLast: true, call: call)
        case ControlInterface.name:
            guard let type = interface.call(named: method) else {
                return connection.deliver(Self.methodNotFound(name), isLast: true, call: call)
            }
            handle(type, message, on: connection, call: call)
        default:
            connection.deliver(
                ControlMessage.error(
                    "\(ControlInterface.serviceName).InterfaceNotFound", ["interface": .text(offered)]),
                isLast: true, call: call)
        }
    }

    private func handle<Call: ControlCall>(
        _ type: Call.Type, _ message: JSONValue, on connection: ControlConnection, call number: Int
    ) {
        let acceptsMore = message["more"]?.boolean ?? false
        do throws(ControlFailure) {
            let call = try Call(message["parameters"])
            guard connection.peer.rights >= call.right else {
                throw access.denial(of: Call.method, to: connection.peer)
            }
            guard !call.isStream || acceptsMore else {
                let answer = ControlMessage.error("\(ControlInterface.serviceName).ExpectedMore", [:])
                return connection.deliver(answer, isLast: true, call: number)
            }
            let responder = ControlResponder<Call.Reply>(
                connection: connection, call: number, acceptsMore: acceptsMore)
            service.handle(call, from: connection.peer, with: responder)
        } catch {
            connection.deliver(ControlMessage.reply(error), isLast: true, call: number)
        }
    }

    /// Varlink's own interface; it tells nothing about the site, so everybody may ask.
    private func serviceAnswer(to method: String, _ parameters: JSONValue?) -> [UInt8] {
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
                return ControlMessage.raw(["description": .text(interface.description)])
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
