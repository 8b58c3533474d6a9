import SiteRecord

/// The messages of Varlink, as bytes with the NUL that ends each.
enum ControlMessage {
    static func reply(_ document: some CanonicallyWritten, continues: Bool) -> [UInt8] {
        message { writer in
            writer.member("parameters") { $0.object { $0.member("document", document) } }
            if continues { writer.member("continues", true) }
        }
    }

    static func reply(_ failure: ControlFailure) -> [UInt8] {
        error(
            "\(ControlInterface.name).\(failure.kind.rawValue)",
            ["message": .text(failure.message), "parameter": failure.parameter.map(JSONValue.text) ?? .null])
    }

    /// An answer of Varlink's own interface.
    static func raw(_ parameters: JSONValue) -> [UInt8] { message { $0.member("parameters", parameters) } }

    static func error(_ name: String, _ parameters: JSONValue) -> [UInt8] {
        message { writer in
            writer.member("error", name)
            writer.member("parameters", parameters)
        }
    }

    static func call<Call: ControlCall>(_ call: Call, more: Bool) -> [UInt8] {
        message { writer in
            writer.member("method", "\(ControlInterface.name).\(Call.method)")
            writer.member("parameters", call.json)
            if more { writer.member("more", true) }
        }
    }

    private static func message(_ members: (inout CanonicalWriter) -> Void) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.object(members)
        return writer.bytes + [0]
    }
}
