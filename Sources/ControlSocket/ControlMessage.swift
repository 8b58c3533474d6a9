/// The messages of Varlink, as bytes with the NUL that ends each.
enum ControlMessage {
    static func reply(_ document: ControlValue, continues: Bool) -> [UInt8] {
        raw(["document": document], continues: continues)
    }

    static func reply(_ failure: ControlFailure) -> [UInt8] {
        error(
            "\(ControlInterface.name).\(failure.kind.rawValue)",
            ["message": .text(failure.message), "parameter": .optional(failure.parameter)])
    }

    static func raw(_ parameters: ControlValue, continues: Bool = false) -> [UInt8] {
        let message: ControlValue =
            continues ? ["parameters": parameters, "continues": true] : ["parameters": parameters]
        return message.jsonBytes + [0]
    }

    static func error(_ name: String, _ parameters: ControlValue) -> [UInt8] {
        let message: ControlValue = ["error": .text(name), "parameters": parameters]
        return message.jsonBytes + [0]
    }

    static func call(_ request: ControlRequest, more: Bool) -> [UInt8] {
        var message: [ControlValue.Member] = [
            ControlValue.Member("method", "\(ControlInterface.name).\(request.method)"),
            ControlValue.Member("parameters", request.parameters),
        ]
        if more { message.append(ControlValue.Member("more", true)) }
        return ControlValue.object(message).jsonBytes + [0]
    }
}
