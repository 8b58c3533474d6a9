package import SiteRecord

/// A document by itself: its first member says what it is.
package protocol SiteDocument: FieldRecord {
    /// Name and number of the form, `curtaild.status/1`.
    static var schema: String { get }
}

extension SiteDocument {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("schema", Self.schema)
            Self.fields.writeMembers(of: self, to: &writer)
        }
    }

    /// - Throws: `CanonicalFailure` for another document, and naming the member that is missing or of another kind.
    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        guard value["schema"]?.string == Self.schema else {
            throw CanonicalFailure(
                "the schema is \(value["schema"]?.string ?? "missing"), not \(Self.schema)")
        }
        self = try Self.fields.read(value)
    }
}
