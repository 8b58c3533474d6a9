extension CanonicalValue {
    /// Deepest nesting that is read; records of ours have less than ten levels.
    static let deepestNesting = 32

    /// Reads one canonical text; any other spelling of the same JSON is refused, but for the order of keys.
    ///
    /// - Throws: ``CanonicalFailure`` naming the byte where the text stops making sense.
    package init(parsing bytes: [UInt8]) throws(CanonicalFailure) {
        var reader = CanonicalReader(bytes: bytes)
        self = try reader.value(depth: 0)
        try reader.expectEnd()
    }
}

/// Reads canonical text from front to back.
private struct CanonicalReader {
    private let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func value(depth: Int) throws(CanonicalFailure) -> CanonicalValue {
        guard depth < CanonicalValue.deepestNesting else { throw failure("nesting is too deep") }
        switch peek {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .integer(try integer())
        }
    }

    func expectEnd() throws(CanonicalFailure) {
        guard position == bytes.count else { throw failure("text goes on after the record") }
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func failure(_ what: String) -> CanonicalFailure { CanonicalFailure("byte \(position): \(what)") }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    private mutating func word(
        _ word: String, _ value: CanonicalValue
    ) throws(CanonicalFailure) -> CanonicalValue {
        guard bytes[position...].starts(with: word.utf8) else { throw failure("expected \(word)") }
        position += word.utf8.count
        return value
    }

    private mutating func integer() throws(CanonicalFailure) -> Int64 {
        let start = position
        _ = take("-")
        let leading = peek
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard let value = Int64(String(decoding: bytes[start..<position], as: UTF8.self)) else {
            throw failure(position == start ? "expected a value" : "expected a whole number of 64 bits")
        }
        guard leading != UInt8(ascii: "0") || position - start == 1 else {
            throw failure("a whole number starts with a needless zero")
        }
        return value
    }

    private mutating func string() throws(CanonicalFailure) -> String {
        guard take("\"") else { throw failure("expected a text") }
        var content: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw failure("text is not UTF-8")
                }
                return text
            case UInt8(ascii: "\\"): content.append(try escaped())
            case 0..<0x20: throw failure("text has a bare control character")
            default: content.append(byte)
            }
        }
        throw failure("text has no end")
    }

    private mutating func escaped() throws(CanonicalFailure) -> UInt8 {
        for byte in [UInt8(ascii: "\""), UInt8(ascii: "\\")] where peek == byte {
            position += 1
            return byte
        }
        guard take("u"), take("0"), take("0"), let high = hexadecimalDigit(), high < 2,
            let low = hexadecimalDigit()
        else { throw failure("expected an escaped quote, backslash or control character") }
        return high << 4 | low
    }

    private mutating func hexadecimalDigit() -> UInt8? {
        guard let byte = peek, let value = Array("0123456789abcdef".utf8).firstIndex(of: byte) else {
            return nil
        }
        position += 1
        return UInt8(value)
    }

    private mutating func array(depth: Int) throws(CanonicalFailure) -> CanonicalValue {
        position += 1
        var elements: [CanonicalValue] = []
        guard !take("]") else { return .array([]) }
        repeat { elements.append(try value(depth: depth + 1)) } while take(",")
        guard take("]") else { throw failure("expected ]") }
        return .array(elements)
    }

    private mutating func object(depth: Int) throws(CanonicalFailure) -> CanonicalValue {
        position += 1
        var members: [String: CanonicalValue] = [:]
        guard !take("}") else { return .object([:]) }
        repeat {
            let key = try string()
            guard take(":") else { throw failure("expected :") }
            guard members.updateValue(try value(depth: depth + 1), forKey: key) == nil else {
                throw failure("\(key) stands twice")
            }
        } while take(",")
        guard take("}") else { throw failure("expected }") }
        return .object(members)
    }
}
