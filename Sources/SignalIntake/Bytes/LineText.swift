/// Pieces of a line as text, for people.
enum LineText {
    static let keptBytes = 200

    /// The first 200 bytes of a line, with everything unprintable shown as `\xNN`.
    static func shown(_ bytes: [UInt8]) -> String {
        var text = ""
        if let whole = String(validating: bytes, as: UTF8.self),
            whole.unicodeScalars.allSatisfy({ $0.value >= 32 })
        {
            return whole
        }
        for byte in bytes {
            if (0x20..<0x7F).contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
            }
        }
        return text
    }

    static func head(_ bytes: Span<UInt8>) -> [UInt8] {
        copy(bytes, 0..<min(bytes.count, keptBytes))
    }

    static func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        for index in range { result.append(bytes[index]) }
        return result
    }

    /// The range without blanks, tabs and carriage returns at its ends.
    static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isBlank(bytes[start]) { start += 1 }
        while end > start, isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\n")
    }

    /// Text of the first bytes, wherever they come from.
    static func string(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
        String(validating: copy(bytes, range), as: UTF8.self)
    }
}
