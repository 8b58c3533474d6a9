package import GridUnits

/// A JSON value that keeps the order of its members and every number exactly as written.
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// A number with a fraction, an exponent or more than 64 bits, as JSON allows it; records of ours have none.
    case number(String)
    case text(String)
    case array([JSONValue])
    case object([Member])

    /// A named value of an object.
    package struct Member: Hashable, Sendable {
        /// The member's name, unescaped.
        package let name: String
        /// The value of the member.
        package let value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }
}

/// Why a text is no JSON, or a value not the record it should be.
package struct CanonicalFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

extension JSONValue: CanonicallyRecorded {
    package init(recorded value: JSONValue) { self = value }

    /// The member of this name; nil when this is no object or has none.
    package subscript(name: String) -> JSONValue? { members?.first { $0.name == name }?.value }

    /// The members of an object in order; nil of anything else.
    package var members: [Member]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// The elements of a list; nil of anything else.
    package var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The text; nil of anything else.
    package var string: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// The truth value; nil of anything else.
    package var boolean: Bool? {
        guard case .boolean(let value) = self else { return nil }
        return value
    }

    /// The whole number; nil of anything else.
    package var integer: Int64? {
        guard case .integer(let number) = self else { return nil }
        return number
    }

    /// A whole number.
    package static func count(_ number: some BinaryInteger) -> JSONValue { .integer(Int64(number)) }

    /// A text, or null where there is none.
    package static func orNull(_ text: String?) -> JSONValue { text.map(JSONValue.text) ?? .null }

    /// A whole number, or null where there is none.
    package static func orNull(_ number: Int64?) -> JSONValue { number.map(JSONValue.integer) ?? .null }

    /// JSON on one line, without blanks.
    package var json: String { String(decoding: canonicalBytes, as: UTF8.self) }

    package func write(to writer: inout CanonicalWriter) {
        switch self {
        case .null: writer.null()
        case .boolean(let value): writer.boolean(value)
        case .integer(let number): writer.integer(number)
        case .number(let digits): writer.number(digits)
        case .text(let text): writer.string(text)
        case .array(let elements): writer.array(elements) { writer, element in element.write(to: &writer) }
        case .object(let members):
            writer.object { writer in
                for member in members { writer.member(member.name, member.value) }
            }
        }
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(nilLiteral: ()) { self = .null }

    package init(booleanLiteral value: Bool) { self = .boolean(value) }

    package init(integerLiteral value: Int64) { self = .integer(value) }

    package init(stringLiteral value: String) { self = .text(value) }

    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    package init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(members.map { Member($0, $1) })
    }
}

/// A value read from canonical text, in which numbers are whole.
package typealias CanonicalValue = JSONValue

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

extension JSONValue {
    /// Reads an amount of a stored unit.
    package func quantity<Amount: Quantity>(
        _ key: String, as type: Amount.Type = Amount.self
    ) throws(CanonicalFailure) -> Amount {
        Amount(stored: try integer(key))
    }

    /// Reads nanoseconds since 1970 UTC.
    package func instant(_ key: String) throws(CanonicalFailure) -> UTCInstant {
        UTCInstant(nanosecondsSinceEpoch: try integer(key))
    }

    /// Reads `n` or `n/d`.
    package func fraction(_ key: String) throws(CanonicalFailure) -> Fraction {
        let parts = try text(key).split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let numerator = Int128(parts[0]),
            let denominator = parts.count == 1 ? 1 : Int128(parts[1])
        else { throw CanonicalFailure("\(key) is not a ratio") }
        do {
            return try Fraction(numerator, over: denominator)
        } catch {
            throw CanonicalFailure("\(key) is not a ratio: its denominator is zero")
        }
    }

    /// Reads a number that has to fit `Int`.
    package func count(_ key: String) throws(CanonicalFailure) -> Int { Int(try integer(key)) }

    /// An object without some of its members.
    package func without(_ keys: [String]) -> JSONValue {
        guard let members else { return self }
        return .object(members.filter { !keys.contains($0.name) })
    }

    /// The one member of an object that stands for a case of an enumeration.
    package func onlyMember() throws(CanonicalFailure) -> (name: String, value: JSONValue) {
        guard let members, members.count == 1, let member = members.first else {
            throw CanonicalFailure("expected an object with one member, the name of its case")
        }
        return (member.name, member.value)
    }
}
