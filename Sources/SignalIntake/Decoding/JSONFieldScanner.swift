import GridMarket

/// The top-level members of one JSON object as texts; nested values are skipped.
struct JSONFieldScanner: ~Copyable {
    /// Deeper nesting than any sender needs is refused.
    static let maximumDepth = 32

    private var position: Int
    private let end: Int

    /// Reads the object that the range holds.
    static func fields(of bytes: Span<UInt8>, _ range: Range<Int>) throws(SignalRejection) -> SignalFields {
        var scanner = JSONFieldScanner(position: range.lowerBound + 1, end: range.upperBound)
        return try scanner.object(bytes)
    }

    private init(position: Int, end: Int) {
        self.position = position
        self.end = end
    }

    private mutating func object(_ bytes: Span<UInt8>) throws(SignalRejection) -> SignalFields {
        var fields = SignalFields()
        skipBlanks(bytes)
        var isFirst = true
        while !accept(UInt8(ascii: "}"), bytes) {
            if !isFirst {
                guard accept(UInt8(ascii: ","), bytes) else { throw wrong("a comma or }", bytes) }
                skipBlanks(bytes)
            }
            isFirst = false
            let name = try string(bytes)
            skipBlanks(bytes)
            guard accept(UInt8(ascii: ":"), bytes) else { throw wrong("a colon", bytes) }
            skipBlanks(bytes)
            if let value = try value(bytes) { try fields.add(name, value) }
            skipBlanks(bytes)
        }
        skipBlanks(bytes)
        guard position == end else { throw wrong("the end of the line", bytes) }
        return fields
    }

    /// A scalar's text; nil for null and nested values, which count as absent.
    private mutating func value(_ bytes: Span<UInt8>) throws(SignalRejection) -> String? {
        guard position < end else { throw wrong("a value", bytes) }
        switch bytes[position] {
        case UInt8(ascii: "\""): return try string(bytes)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            try skipNested(bytes)
            return nil
        default: break
        }
        let start = position
        while position < end, Self.isScalar(bytes[position]) { position += 1 }
        guard position > start, let text = LineText.string(bytes, start..<position) else {
            throw wrong("a value", bytes)
        }
        switch text {
        case "null": return nil
        case "true", "false": return text
        default: break
        }
        guard let first = text.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else {
            throw SignalRejection(.malformed, "“\(text.prefix(40))” at byte \(start + 1) is not a JSON value")
        }
        return text
    }

    private static func isScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"):
            true
        default: false
        }
    }

    /// Passes over an object or array, by its brackets and quotes.
    private mutating func skipNested(_ bytes: Span<UInt8>) throws(SignalRejection) {
        var closers: [UInt8] = []
        repeat {
            guard position < end else { throw wrong("the end of a nested value", bytes) }
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                _ = try string(bytes)
                continue
            case UInt8(ascii: "{"): closers.append(UInt8(ascii: "}"))
            case UInt8(ascii: "["): closers.append(UInt8(ascii: "]"))
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard closers.popLast() == byte else { throw wrong("another bracket", bytes) }
            default: break
            }
            guard closers.count <= Self.maximumDepth else {
                throw SignalRejection(.malformed, "values are nested deeper than \(Self.maximumDepth)")
            }
            position += 1
        } while !closers.isEmpty
    }

    private mutating func string(_ bytes: Span<UInt8>) throws(SignalRejection) -> String {
        guard accept(UInt8(ascii: "\""), bytes) else { throw wrong("a quoted text", bytes) }
        var content: [UInt8] = []
        while position < end {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                // The whole line is known to be UTF-8, and escapes append whole scalars.
                return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"): content.append(contentsOf: String(try escaped(bytes)).utf8)
            default: content.append(byte)
            }
        }
        throw wrong("the closing quote", bytes)
    }

    private mutating func escaped(_ bytes: Span<UInt8>) throws(SignalRejection) -> Character {
        guard position < end else { throw wrong("an escape", bytes) }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Character(Unicode.Scalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return Character(try unicodeScalar(bytes))
        default: throw wrong("an escape that JSON knows", bytes)
        }
    }

    private mutating func unicodeScalar(_ bytes: Span<UInt8>) throws(SignalRejection) -> Unicode.Scalar {
        let first = try hexadecimal(bytes)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), accept(UInt8(ascii: "\\"), bytes),
            accept(UInt8(ascii: "u"), bytes)
        else {
            throw wrong("the other half of a surrogate pair", bytes)
        }
        let second = try hexadecimal(bytes)
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw wrong("the other half of a surrogate pair", bytes) }
        return scalar
    }

    private mutating func hexadecimal(_ bytes: Span<UInt8>) throws(SignalRejection) -> UInt32 {
        guard position + 4 <= end, let text = LineText.string(bytes, position..<position + 4),
            let value = UInt32(text, radix: 16), text.utf8.first != UInt8(ascii: "+")
        else { throw wrong("four hexadecimal digits", bytes) }
        position += 4
        return value
    }

    private mutating func accept(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard position < end, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks(_ bytes: Span<UInt8>) {
        while position < end, LineText.isBlank(bytes[position]) { position += 1 }
    }

    private func wrong(_ expected: String, _ bytes: Span<UInt8>) -> SignalRejection {
        guard position < end else {
            return SignalRejection(
                .malformed, "the JSON ends at byte \(position) where \(expected) was expected")
        }
        return SignalRejection(.malformed, "JSON: \(expected) was expected at byte \(position + 1)")
    }
}
