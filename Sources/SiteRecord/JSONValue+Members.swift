extension JSONValue {
    /// A member that has to be there.
    package func value(_ key: String) throws(CanonicalFailure) -> JSONValue {
        guard let value = self[key] else { throw CanonicalFailure("the record has no \(key)") }
        return value
    }

    /// A member that may be missing.
    package func optional(_ key: String) -> JSONValue? { self[key] }

    package func text(_ key: String) throws(CanonicalFailure) -> String {
        guard case .text(let text) = try value(key) else { throw CanonicalFailure("\(key) is not a text") }
        return text
    }

    /// A whole number that has to be there.
    package func integer(_ key: String) throws(CanonicalFailure) -> Int64 {
        guard case .integer(let integer) = try value(key) else {
            throw CanonicalFailure("\(key) is not a whole number")
        }
        return integer
    }

    /// `true` or `false`, which has to be there.
    package func boolean(_ key: String) throws(CanonicalFailure) -> Bool {
        guard case .boolean(let boolean) = try value(key) else {
            throw CanonicalFailure("\(key) is not true or false")
        }
        return boolean
    }

    /// A list that has to be there.
    package func array(_ key: String) throws(CanonicalFailure) -> [JSONValue] {
        guard case .array(let elements) = try value(key) else {
            throw CanonicalFailure("\(key) is not a list")
        }
        return elements
    }

    /// A text, or nil where there is none.
    package func optionalText(_ key: String) throws(CanonicalFailure) -> String? {
        optional(key) == nil ? nil : try text(key)
    }

    /// A whole number, or nil where there is none.
    package func optionalInteger(_ key: String) throws(CanonicalFailure) -> Int64? {
        optional(key) == nil ? nil : try integer(key)
    }

    /// Reads a nested record.
    package func record<Record: CanonicallyRecorded>(
        _ key: String, as type: Record.Type = Record.self
    ) throws(CanonicalFailure) -> Record {
        try Record(recorded: try value(key))
    }

    /// A list of records that has to be there.
    package func records<Record: CanonicallyRecorded>(
        _ key: String, as type: Record.Type = Record.self
    ) throws(CanonicalFailure) -> [Record] {
        var records: [Record] = []
        for value in try array(key) { records.append(try Record(recorded: value)) }
        return records
    }
}
