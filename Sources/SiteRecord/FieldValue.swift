/// A value that a member of a record can hold.
package protocol FieldValue: CanonicallyRecorded, Sendable {
    /// The form in which it stands in the record.
    static var shape: ValueShape { get }

    /// The value that a missing member stands for; nil where the member has to be there.
    static var missing: Self? { get }

    /// Writes the member, or nothing where a missing member says the same.
    func writeMember(_ key: CanonicalWriter.Key, to writer: inout CanonicalWriter)
}

extension FieldValue {
    package static var missing: Self? { nil }

    package func writeMember(_ key: CanonicalWriter.Key, to writer: inout CanonicalWriter) {
        writer.member(key) { write(to: &$0) }
    }
}

/// The form of a value in a record, for those who make or describe records without knowing their types.
package indirect enum ValueShape: Hashable, Sendable {
    case boolean
    /// Always true: the mark of a case without a value.
    case yes
    /// 64 bits; a multiple of a number, which is 1 for most.
    case integer(multipleOf: Int64)
    /// A whole number, as text where 64 bits do not hold it.
    case wideInteger
    case text(TextForm)
    /// One of some names.
    case name([String])
    case list(ValueShape)
    case record([Member])
    /// An object with one of these members.
    case choice([Member])
    /// A form of a hand-written codec.
    case custom

    /// Texts that are no free text.
    package enum TextForm: Hashable, Sendable {
        case free
        /// `n` or `n/d` in lowest terms.
        case fraction
        /// `2026-07-22`.
        case day
        /// A whole number of 128 bits.
        case wholeNumber
        /// Runs of whole numbers, `1-400,402`.
        case runs
    }

    /// A member of an object.
    package struct Member: Hashable, Sendable {
        /// The member's name in the record; its unit is part of it.
        package let name: String
        /// The form of its value.
        package let shape: ValueShape
        /// Whether the member may be missing.
        package let isOptional: Bool
        /// The canonical bytes of the value that is left out; nil where a missing member is nil.
        package let usual: [UInt8]?

        package init(_ name: String, _ shape: ValueShape, isOptional: Bool = false, usual: [UInt8]? = nil) {
            self.name = name
            self.shape = shape
            self.isOptional = isOptional
            self.usual = usual
        }
    }

    /// A whole number of 64 bits.
    package static var integer: ValueShape { .integer(multipleOf: 1) }
}
