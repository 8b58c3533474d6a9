extension JSONValue {
    /// Reads one JSON text (RFC 8259) without losing digits.
    ///
    /// - Throws: ``CanonicalFailure`` naming the byte where the text stops making sense.
    package init(json bytes: [UInt8]) throws(CanonicalFailure) {
        self = try JSONReader.read(bytes, isCanonical: false)
    }

    /// Reads one canonical text; any other spelling of the same JSON is refused, but for the order of keys.
    ///
    /// - Throws: ``CanonicalFailure`` naming the byte where the text stops making sense.
    package init(parsing bytes: [UInt8]) throws(CanonicalFailure) {
        self = try JSONReader.read(bytes, isCanonical: true)
    }
}

/// Reads JSON from front to back.
struct JSONReader {
    /// Deeper nesting is refused, because it would exhaust the stack; records of ours have less than ten levels.
    static let depthLimit = 32

    private let bytes: [UInt8]
    /// Whether only the spelling of `CanonicalWriter` is taken: no blanks, whole numbers of 64 bits, few escapes.
    private let isCanonical: Bool
    private var position = 0

    static func read(_ bytes: [UInt8], isCanonical: Bool) throws(CanonicalFailure) -> JSONValue {
        var reader = JSONReader(bytes: bytes, isCanonical: isCanonical)
        let value = try reader.value(depth: 0)
        reader.skipBlanks()
        guard reader.position == bytes.count else { throw reader.failure("text goes on after the value") }
        return value
    }

    private init(bytes: [UInt8], isCanonical: Bool) {
        self.bytes = bytes
        self.isCanonical = isCanonical
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func failure(_ what: String) -> CanonicalFailure { CanonicalFailure("byte \(position): \(what)") }

    private mutating func skipBlanks() {
        guard !isCanonical else { return }
        while let byte = peek, byte == 32 || byte == 9 || byte == 10 || byte == 13 { position += 1 }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    /// Takes a mark between values, with the blanks around it.
    private mutating func takeMark(_ scalar: Unicode.Scalar) -> Bool {
        skipBlanks()
        return take(scalar)
    }

    private mutating func value(depth: Int) throws(CanonicalFailure) -> JSONValue {
        guard depth < Self.depthLimit else { throw failure("nesting is too deep") }
        skipBlanks()
        switch peek {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(CanonicalFailure) -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw failure("expected \(word)") }
        position += word.utf8.count
        return value
    }

    private mutating func array(depth: Int) throws(CanonicalFailure) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        guard !takeMark("]") else { return .array([]) }
        repeat { elements.append(try value(depth: depth + 1)) } while takeMark(",")
        guard take("]") else { throw failure("expected ]") }
        return .array(elements)
    }

    private mutating func object(depth: Int) throws(CanonicalFailure) -> JSONValue {
        position += 1
        var members: [JSONValue.Member] = []
        // Most objects are small, and comparing a few names is quicker than hashing them.
        var names: Set<String> = []
        guard !takeMark("}") else { return .object([]) }
        repeat {
            skipBlanks()
            let name = try string()
            guard takeMark(":") else { throw failure("expected :") }
            if members.count == 16 { names = Set(members.map(\.name)) }
            let isTaken =
                members.count < 16
                ? members.contains { $0.name == name } : !names.insert(name).inserted
            guard !isTaken else { throw failure("\(name) stands twice") }
            members.append(JSONValue.Member(name, try value(depth: depth + 1)))
        } while takeMark(",")
        guard take("}") else { throw failure("expected }") }
        return .object(members)
    }

    private mutating func number() throws(CanonicalFailure) -> JSONValue {
        let start = position
        _ = take("-")
        let leading = peek
        let count = try digits()
        guard leading != UInt8(ascii: "0") || count == 1 && (!isCanonical || position - start == 1) else {
            throw failure("a whole number starts with a needless zero")
        }
        var isWhole = true
        if !isCanonical {
            if take(".") {
                isWhole = false
                _ = try digits()
            }
            if let byte = peek, byte | 32 == UInt8(ascii: "e") {
                isWhole = false
                position += 1
                if !take("+") { _ = take("-") }
                _ = try digits()
            }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, text != "-0", let number = Int64(text) { return .integer(number) }
        guard !isCanonical else { throw failure("expected a whole number of 64 bits") }
        return .number(text)
    }

    private mutating func digits() throws(CanonicalFailure) -> Int {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw failure("expected a value") }
        return position - start
    }
}

extension JSONReader {
    private mutating func string() throws(CanonicalFailure) -> String {
        guard take("\"") else { throw failure("expected a text") }
        let start = position
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            position += 1
        }
        var content = Array(bytes[start..<position])
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw failure("text is not UTF-8")
                }
                return text
            case UInt8(ascii: "\\"): try escape(into: &content)
            case 0..<0x20: throw failure("text has a bare control character")
            default: content.append(byte)
            }
        }
        throw failure("text has no end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(CanonicalFailure) {
        let byte = peek
        position += 1
        switch byte {
        case UInt8(ascii: "\"")?, UInt8(ascii: "\\")?: text.append(byte ?? 0)
        case UInt8(ascii: "u")?: text.append(contentsOf: String(Character(try scalar())).utf8)
        case UInt8(ascii: "/")? where !isCanonical: text.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b")? where !isCanonical: text.append(8)
        case UInt8(ascii: "f")? where !isCanonical: text.append(12)
        case UInt8(ascii: "n")? where !isCanonical: text.append(10)
        case UInt8(ascii: "r")? where !isCanonical: text.append(13)
        case UInt8(ascii: "t")? where !isCanonical: text.append(9)
        default: throw failure("an unknown escape")
        }
    }

    private mutating func scalar() throws(CanonicalFailure) -> Unicode.Scalar {
        let first = try codeUnit()
        guard !isCanonical || first < 0x20 else {
            throw failure("expected an escaped quote, backslash or control character")
        }
        if let scalar = Unicode.Scalar(first) { return scalar }
        // Half of a surrogate pair: the other half has to follow.
        guard (0xD800..<0xDC00).contains(first), take("\\"), take("u") else {
            throw failure("half a surrogate pair")
        }
        let second = try codeUnit()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw failure("half a surrogate pair") }
        return scalar
    }

    private mutating func codeUnit() throws(CanonicalFailure) -> UInt32 {
        guard position + 4 <= bytes.count else { throw failure("an escape of four digits is cut off") }
        var value: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            let digit: UInt32? =
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
                case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
                case UInt8(ascii: "A")...UInt8(ascii: "F") where !isCanonical:
                    UInt32(byte - UInt8(ascii: "A")) + 10
                default: nil
                }
            guard let digit else { throw failure("an escape without four hexadecimal digits") }
            value = value << 4 | digit
        }
        position += 4
        return value
    }
}
