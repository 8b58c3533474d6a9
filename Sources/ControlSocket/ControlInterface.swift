import SiteRecord

/// The interface that a server offers: its calls, and their description as `varlinkctl introspect` shows it.
package struct ControlInterface: Sendable {
    package static let name = "io.curtaild.Control"
    static let serviceName = "org.varlink.service"

    /// In the order of the description.
    package let calls: [any ControlCall.Type]

    /// - Parameter calls: in the order of the description; no two of one name.
    package init(_ calls: [any ControlCall.Type]) { self.calls = calls }

    func call(named method: String) -> (any ControlCall.Type)? { calls.first { $0.method == method } }

    /// Varlink's interface definition language.
    package var description: String {
        let methods = calls.map { call in
            let parameters = call.parameterDeclarations.map { "\($0.name): \($0.varlinkType)" }
            let line = "method \(call.method)(\(parameters.joined(separator: ", "))) -> (document: object)"
            let block = "(\n  \(parameters.joined(separator: ",\n  "))\n) -> (document: object)"
            return "# \(call.abstract)\n" + (line.utf8.count <= 100 ? line : "method \(call.method)\(block)")
        }
        let errors = ControlFailure.Kind.allCases.map {
            "error \($0.rawValue)(message: string, parameter: ?string)"
        }
        return """
            # Asks and commands curtaild. Numbers with a unit are decimal strings, instants RFC 3339, days YYYY-MM-DD.
            # Every answer stands in `document`; its `schema` says what it is.
            interface \(Self.name)

            \(methods.joined(separator: "\n\n"))

            \(errors.joined(separator: "\n"))

            """
    }

    /// The description of Varlink's own interface, which every service offers.
    static let serviceDescription = """
        interface org.varlink.service

        method GetInfo() -> (vendor: string, product: string, version: string, url: string, interfaces: []string)

        method GetInterfaceDescription(interface: string) -> (description: string)

        error InterfaceNotFound(interface: string)
        error MethodNotFound(method: string)
        error MethodNotImplemented(method: string)
        error InvalidParameter(parameter: string)
        error PermissionDenied()
        error ExpectedMore()

        """
}

extension ControlCall {
    /// The parameters without the type of the call.
    package static var parameterDeclarations: [ParameterDeclaration] { parameters.declarations }
}
