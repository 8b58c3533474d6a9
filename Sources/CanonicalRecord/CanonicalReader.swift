extension CanonicalValue {
    /// Deepest nesting that is read; records of ours have less than ten levels.
    static let deepestNesting = 32

    /// Reads one canonical text.
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

    private mutating func word(_ word: String, _ value: CanonicalValue) throws(CanonicalFailure) -> CanonicalValue {
        guard bytes[position...].starts(with: word.utf8) else { throw failure("expected \(word)") }
        position += word.utf8.count
        return value
    }

    private mutating func integer() throws(CanonicalFailure) -> Int64 {
        let start = position
        _ = take("-")
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard let value = Int64(String(decoding: bytes[start..<position], as: UTF8.self)) else {
            throw failure("expected a value")
        }
        return value
    }

    private mutating func string() throws(CanonicalFailure) -> String {
        guard take("\"") else { throw failure("expected a text") }
        var content: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"): content.append(try escaped())
            default: content.append(byte)
            }
        }
        throw failure("text has no end")
    }

    private mutating func escaped() throws(CanonicalFailure) -> UInt8 {
        guard let byte = peek else { throw failure("text ends in a backslash") }
        position += 1
        guard byte == UInt8(ascii: "u") else { return byte }
        guard position + 4 <= bytes.count,
            let code = UInt8(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw failure("expected four hexadecimal digits of a control character") }
        position += 4
        return code
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
