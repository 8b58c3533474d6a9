import GridMarket

/// InfluxDB line protocol: `measurement[,tag=value…] field=value[,field=value…] [nanoseconds]`.
///
/// Tags and fields are one set of values here, the measurement is the kind and the time is `at`.
struct LineProtocolScanner: ~Copyable {
    private var position: Int
    private let end: Int

    /// Reads the line that the range holds.
    static func fields(of bytes: Span<UInt8>, _ range: Range<Int>) throws(SignalRejection) -> SignalFields {
        var scanner = LineProtocolScanner(position: range.lowerBound, end: range.upperBound)
        return try scanner.line(bytes)
    }

    private init(position: Int, end: Int) {
        self.position = position
        self.end = end
    }

    private mutating func line(_ bytes: Span<UInt8>) throws(SignalRejection) -> SignalFields {
        var fields = SignalFields()
        let kind = try name(bytes, until: [UInt8(ascii: ","), UInt8(ascii: " ")])
        guard !kind.isEmpty else {
            throw SignalRejection(.malformed, "the line has no kind before its fields")
        }
        try fields.add("kind", kind)
        while accept(UInt8(ascii: ","), bytes) {
            let (key, value) = try pair(bytes, isTag: true)
            try fields.add(key, value)
        }
        guard accept(UInt8(ascii: " "), bytes) else {
            throw SignalRejection(
                .malformed,
                "“\(kind.prefix(40))” has no fields; write kind,source=name field=value nanoseconds")
        }
        skipBlanks(bytes)
        repeat {
            let (key, value) = try pair(bytes, isTag: false)
            try fields.add(key, value)
        } while accept(UInt8(ascii: ","), bytes)
        skipBlanks(bytes)
        guard position < end else { return fields }
        let time = LineText.trimmed(bytes, position..<end)
        guard let text = LineText.string(bytes, time), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else {
            throw SignalRejection(
                .malformed, "after the fields only a time in nanoseconds may stand, at byte \(position + 1)")
        }
        try fields.add("at", text)
        return fields
    }

    private mutating func pair(_ bytes: Span<UInt8>, isTag: Bool) throws(SignalRejection) -> (String, String)
    {
        let key = try name(bytes, until: [UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: " ")])
        guard !key.isEmpty, accept(UInt8(ascii: "="), bytes) else {
            throw SignalRejection(
                .malformed, "a field is written name=value; at byte \(position + 1) it is not")
        }
        if !isTag, accept(UInt8(ascii: "\""), bytes) { return (key, try quoted(bytes)) }
        let text = try name(bytes, until: [UInt8(ascii: ","), UInt8(ascii: " ")])
        guard !text.isEmpty else {
            throw SignalRejection(.malformed, "the value of \(key.prefix(40)) is missing")
        }
        return (key, isTag ? text : Self.withoutSuffix(text))
    }

    /// The digits of an integer without the `i` or `u` that says so.
    private static func withoutSuffix(_ text: String) -> String {
        guard text.hasSuffix("i") || text.hasSuffix("u"), text.utf8.count > 1,
            text.utf8.dropLast().allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") })
        else { return text }
        return String(text.dropLast())
    }

    /// A text up to one of the separators, where `\` takes the next separator literally.
    private mutating func name(_ bytes: Span<UInt8>, until separators: [UInt8]) throws(SignalRejection)
        -> String
    {
        var content: [UInt8] = []
        while position < end, !separators.contains(bytes[position]) {
            if bytes[position] == UInt8(ascii: "\\"), position + 1 < end,
                Self.isEscapable(bytes[position + 1])
            {
                position += 1
            }
            content.append(bytes[position])
            position += 1
        }
        return String(decoding: content, as: UTF8.self)
    }

    private static func isEscapable(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: " ")
            || byte == UInt8(ascii: "\\")
    }

    private mutating func quoted(_ bytes: Span<UInt8>) throws(SignalRejection) -> String {
        var content: [UInt8] = []
        while position < end {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: content, as: UTF8.self) }
            if byte == UInt8(ascii: "\\"), position < end,
                bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "\\")
            {
                content.append(bytes[position])
                position += 1
            } else {
                content.append(byte)
            }
        }
        throw SignalRejection(.malformed, "a quoted value has no closing quote")
    }

    private mutating func accept(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard position < end, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks(_ bytes: Span<UInt8>) {
        while position < end, LineText.isBlank(bytes[position]) { position += 1 }
    }
}
