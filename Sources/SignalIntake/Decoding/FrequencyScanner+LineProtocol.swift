import GridUnits

extension FrequencyScanner {
    /// `frequency[,tag=value…] field=value[,field=value…] [nanoseconds]`, without escapes.
    static func scanLineProtocol(_ bytes: Span<UInt8>) -> Reading? {
        guard ShortName(bytes, 0..<9) == Names.frequency else { return nil }
        var reading = Reading()
        var position = 9
        if bytes[position] == UInt8(ascii: ",") {
            position += 1
            guard pairs(bytes, &position, into: &reading, areTags: true) else { return nil }
        }
        guard position < bytes.count, bytes[position] == UInt8(ascii: " ") else { return nil }
        position += 1
        guard pairs(bytes, &position, into: &reading, areTags: false) else { return nil }
        let rest = LineText.trimmed(bytes, position..<bytes.count)
        guard !rest.isEmpty else { return reading }
        guard reading.at == nil, let instant = TimeScan.instant(bytes, rest) else { return nil }
        reading.at = instant
        return reading
    }

    /// Reads `name=value` pairs up to a blank or the end.
    private static func pairs(
        _ bytes: Span<UInt8>, _ position: inout Int, into reading: inout Reading, areTags: Bool
    ) -> Bool {
        while true {
            let nameStart = position
            guard skip(bytes, &position, to: UInt8(ascii: "=")) else { return false }
            let name = nameStart..<position
            position += 1
            guard let value = value(bytes, &position, isTag: areTags), !name.isEmpty else { return false }
            guard reading.accept(ShortName(bytes, name), bytes, value) else { return false }
            guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { return true }
            position += 1
        }
    }

    private static func skip(_ bytes: Span<UInt8>, _ position: inout Int, to end: UInt8) -> Bool {
        while position < bytes.count {
            let byte = bytes[position]
            if byte == end { return true }
            guard isOrdinary(byte) else { return false }
            position += 1
        }
        return false
    }

    /// A value; a quoted one (fields only) without its quotes.
    private static func value(_ bytes: Span<UInt8>, _ position: inout Int, isTag: Bool) -> Range<Int>? {
        let isQuoted = !isTag && position < bytes.count && bytes[position] == UInt8(ascii: "\"")
        if isQuoted {
            let start = position + 1
            position = start
            guard skip(bytes, &position, to: UInt8(ascii: "\"")) else { return nil }
            position += 1
            return start..<position - 1
        }
        let start = position
        while position < bytes.count, isOrdinary(bytes[position]), bytes[position] != UInt8(ascii: "=") {
            position += 1
        }
        guard position > start, position == bytes.count || bytes[position] != UInt8(ascii: "=") else {
            return nil
        }
        if position < bytes.count,
            bytes[position] == UInt8(ascii: "\\") || bytes[position] == UInt8(ascii: "\"")
        {
            return nil
        }
        return start..<position
    }

    /// Neither a separator, nor the beginning of an escape, nor outside ASCII.
    private static func isOrdinary(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\\")
            && byte != UInt8(ascii: "\"")
    }
}
