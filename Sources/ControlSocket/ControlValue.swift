/// A JSON value that keeps the order of its members and every number exactly as written.
package enum ControlValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// Decimal text as JSON allows it; numbers with a unit travel as ``text(_:)`` instead.
    case number(String)
    case text(String)
    case list([ControlValue])
    case object([Member])

    /// A named value of an object.
    package struct Member: Hashable, Sendable {
        package let name: String
        package let value: ControlValue

        package init(_ name: String, _ value: ControlValue) {
            self.name = name
            self.value = value
        }
    }

    /// The member of this name; nil when this is no object or has none.
    package subscript(name: String) -> ControlValue? { members?.first { $0.name == name }?.value }

    package var members: [Member]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    package var elements: [ControlValue]? {
        guard case .list(let elements) = self else { return nil }
        return elements
    }

    package var string: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    package var boolean: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    package var integer: Int64? {
        guard case .number(let text) = self else { return nil }
        return Int64(text)
    }

    /// A text, or null where there is none.
    package static func optional(_ text: String?) -> ControlValue { text.map(ControlValue.text) ?? .null }

    /// A whole number, or null where there is none.
    package static func optional(_ number: Int64?) -> ControlValue {
        number.map { .number("\($0)") } ?? .null
    }

    package static func integer(_ number: some BinaryInteger) -> ControlValue { .number("\(number)") }
}

extension ControlValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(nilLiteral: ()) { self = .null }

    package init(booleanLiteral value: Bool) { self = .bool(value) }

    package init(integerLiteral value: Int64) { self = .number("\(value)") }

    package init(stringLiteral value: String) { self = .text(value) }

    package init(arrayLiteral elements: ControlValue...) { self = .list(elements) }

    package init(dictionaryLiteral members: (String, ControlValue)...) {
        self = .object(members.map { Member($0, $1) })
    }
}
