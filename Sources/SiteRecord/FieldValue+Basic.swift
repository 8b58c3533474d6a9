extension JSONValue {
    /// This value as a whole number of 64 bits.
    package func asInteger() throws(CanonicalFailure) -> Int64 {
        guard case .integer(let integer) = self else { throw CanonicalFailure("not a whole number") }
        return integer
    }

    /// This value as text.
    package func asText() throws(CanonicalFailure) -> String {
        guard case .text(let text) = self else { throw CanonicalFailure("not a text") }
        return text
    }

    /// This value as a list.
    package func asArray() throws(CanonicalFailure) -> [JSONValue] {
        guard case .array(let elements) = self else { throw CanonicalFailure("not a list") }
        return elements
    }
}

extension Bool: FieldValue {
    package static var shape: ValueShape { .boolean }

    package func write(to writer: inout CanonicalWriter) { writer.boolean(self) }

    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        guard case .boolean(let flag) = value else { throw CanonicalFailure("not true or false") }
        self = flag
    }
}

extension Int64: FieldValue {
    package static var shape: ValueShape { .integer }

    package func write(to writer: inout CanonicalWriter) { writer.integer(self) }

    package init(recorded value: JSONValue) throws(CanonicalFailure) { self = try value.asInteger() }
}

extension Int: FieldValue {
    package static var shape: ValueShape { .integer }

    package func write(to writer: inout CanonicalWriter) { writer.integer(Int64(self)) }

    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        self.init(try value.asInteger())
    }
}

/// As text, because a number of the canonical form has 64 bits.
extension Int128: FieldValue {
    package static var shape: ValueShape { .text(.wholeNumber) }

    package func write(to writer: inout CanonicalWriter) { writer.string(String(self)) }

    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        guard let number = Int128(try value.asText()) else {
            throw CanonicalFailure("not a whole number")
        }
        self = number
    }
}

extension String: FieldValue {
    package static var shape: ValueShape { .text(.free) }

    package func write(to writer: inout CanonicalWriter) { writer.string(self) }

    package init(recorded value: JSONValue) throws(CanonicalFailure) { self = try value.asText() }
}

/// Left out where there is no value.
extension Optional: CanonicallyWritten where Wrapped: FieldValue {
    package func write(to writer: inout CanonicalWriter) {
        if let self { self.write(to: &writer) } else { writer.null() }
    }
}

extension Optional: CanonicallyRecorded where Wrapped: FieldValue {
    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        self = .some(try Wrapped(recorded: value))
    }
}

extension Optional: FieldValue where Wrapped: FieldValue {
    package static var shape: ValueShape { Wrapped.shape }

    package static var missing: Wrapped?? { .some(nil) }

    package func writeMember(_ key: CanonicalWriter.Key, to writer: inout CanonicalWriter) {
        if let self { self.writeMember(key, to: &writer) }
    }
}

extension Array: CanonicallyWritten where Element: FieldValue {
    package func write(to writer: inout CanonicalWriter) {
        writer.array(self) { writer, element in element.write(to: &writer) }
    }
}

extension Array: CanonicallyRecorded where Element: FieldValue {
    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        self = []
        for element in try value.asArray() { append(try Element(recorded: element)) }
    }
}

extension Array: FieldValue where Element: FieldValue {
    package static var shape: ValueShape { .list(Element.shape) }
}

/// An enumeration written by its raw name.
package protocol FieldName: FieldValue, RawRepresentable, CaseIterable where RawValue == String {}

extension FieldName {
    package static var shape: ValueShape { .name(allCases.map(\.rawValue)) }

    package func write(to writer: inout CanonicalWriter) { writer.string(rawValue) }

    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        let text = try value.asText()
        guard let name = Self(rawValue: text) else { throw CanonicalFailure("\(text) is not known") }
        self = name
    }
}
