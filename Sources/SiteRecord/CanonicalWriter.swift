/// Writes records as JSON text of one canonical form, so that equal records are equal bytes on every machine.
///
/// Keys stand in the order the record writes them, there is no white space, numbers are integers, and amounts are
/// decimal strings or integers of a stated unit. Nothing is ever written through floating point.
package struct CanonicalWriter: Sendable {
    /// The text so far.
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Starts with room for a usual record, because growing costs more than writing.
    package init() { bytes.reserveCapacity(400) }

    /// Writes `{…}`; the closure writes the members with ``member(_:_:)-(String,_)``.
    package mutating func object(_ members: (inout CanonicalWriter) -> Void) {
        bracketed("{", "}", members)
    }

    /// Writes `[…]` of records.
    package mutating func array<Element>(
        _ elements: some Sequence<Element>, _ write: (inout CanonicalWriter, Element) -> Void
    ) {
        bracketed("[", "]") { writer in
            for element in elements {
                writer.separate()
                write(&writer, element)
                writer.needsComma = true
            }
        }
    }

    /// A member's name as it stands before its value, so that writing it is one copy.
    package struct Key: Sendable {
        fileprivate let bytes: [UInt8]

        /// The key of a member of this name, escaped once.
        package init(_ name: String) {
            var writer = CanonicalWriter()
            writer.string(name)
            bytes = writer.bytes + [UInt8(ascii: ":")]
        }
    }

    /// Writes a member whose value the closure writes.
    package mutating func member(_ key: Key, _ write: (inout CanonicalWriter) -> Void) {
        separate()
        bytes.append(contentsOf: key.bytes)
        write(&self)
        needsComma = true
    }

    /// Writes a member whose value the closure writes; its name is escaped each time.
    package mutating func member(_ key: String, _ write: (inout CanonicalWriter) -> Void) {
        separate()
        string(key)
        bytes.append(UInt8(ascii: ":"))
        write(&self)
        needsComma = true
    }

    /// Writes a member with a text.
    package mutating func member(_ key: String, _ value: String) {
        separate()
        string(key)
        bytes.append(UInt8(ascii: ":"))
        string(value)
        needsComma = true
    }

    /// Writes an integer without the detour that the general form takes; most members are of this kind.
    package mutating func member(_ key: String, _ value: Int64) {
        separate()
        string(key)
        bytes.append(UInt8(ascii: ":"))
        digits(value)
        needsComma = true
    }

    /// Writes a value that another writer holds.
    package mutating func member(_ key: String, written value: CanonicalWriter) {
        member(key) { $0.bytes.append(contentsOf: value.bytes) }
    }

    /// Writes a member with `true` or `false`.
    package mutating func member(_ key: String, _ value: Bool) {
        member(key) { $0.raw(value ? "true" : "false") }
    }

    /// Writes a member with a record.
    package mutating func member(_ key: String, _ record: some CanonicallyWritten) {
        member(key) { record.write(to: &$0) }
    }

    /// Leaves the member out when there is no value.
    package mutating func member(ifPresent key: String, _ value: String?) {
        if let value { member(key, value) }
    }

    /// Leaves the member out when there is no record.
    package mutating func member(ifPresent key: String, _ record: (some CanonicallyWritten)?) {
        if let record { member(key, record) }
    }

    /// Writes a whole number.
    package mutating func integer(_ value: some BinaryInteger) { raw(String(value)) }

    /// Writes an integer without the detour that the general form takes.
    package mutating func integer(_ value: Int64) { digits(value) }

    /// Writes a number that is no whole number of 64 bits, as JSON allows it.
    mutating func number(_ digits: String) { raw(digits) }

    /// Writes `true` or `false`.
    package mutating func boolean(_ value: Bool) { raw(value ? "true" : "false") }

    /// Writes `null`: a value that is not known.
    package mutating func null() { raw("null") }

    /// Appends the digits, lowest first, and turns them around.
    private mutating func digits(_ value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        var written = bytes.mutableSpan
        var (low, high) = (start, written.count - 1)
        while low < high {
            written.swapAt(low, high)
            low += 1
            high -= 1
        }
    }

    /// Writes a text, escaped where it has to be.
    package mutating func string(_ value: String) {
        bytes.append(UInt8(ascii: "\""))
        let start = bytes.count
        bytes.append(contentsOf: value.utf8)
        if needsEscapes(from: start) {
            bytes.removeLast(bytes.count - start)
            escaped(value)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether text that was appended as it is holds anything that may not stand so; hardly any does.
    private func needsEscapes(from start: Int) -> Bool {
        let written = bytes.span
        for index in start..<written.count {
            let byte = written[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return true }
        }
        return false
    }

    private mutating func escaped(_ value: String) {
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                raw("\\u00")
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            default:
                bytes.append(byte)
            }
        }
    }

    private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
    }

    private mutating func bracketed(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout CanonicalWriter) -> Void
    ) {
        bytes.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }
}

/// Something that has one canonical form.
package protocol CanonicallyWritten {
    func write(to writer: inout CanonicalWriter)
}

/// Something that can be read back from its canonical form.
package protocol CanonicallyRecorded: CanonicallyWritten {
    /// Reads the record.
    ///
    /// - Throws: ``CanonicalFailure`` when a member is missing or of the wrong kind.
    init(recorded value: JSONValue) throws(CanonicalFailure)
}

extension CanonicallyWritten {
    /// The canonical form as bytes.
    package var canonicalBytes: [UInt8] {
        var writer = CanonicalWriter()
        write(to: &writer)
        return writer.bytes
    }
}
