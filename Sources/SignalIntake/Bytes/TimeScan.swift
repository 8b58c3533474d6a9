import GridUnits

/// Times read where they stand in a line.
enum TimeScan {
    /// Reads nanoseconds since 1970 (digits only) or RFC 3339; nil when it is neither.
    static func instant(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UTCInstant? {
        guard range.count >= 5 else { return nil }
        guard bytes[range.lowerBound + 4] == UInt8(ascii: "-") else { return nanoseconds(bytes, range) }
        return rfc3339(bytes, range)
    }

    private static func nanoseconds(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UTCInstant? {
        guard range.count <= 19 else { return nil }
        var value: Int64 = 0
        for index in range {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int64(digit))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return UTCInstant(nanosecondsSinceEpoch: value)
    }

    private static func rfc3339(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UTCInstant? {
        let start = range.lowerBound
        guard range.count >= 20, bytes[start + 7] == UInt8(ascii: "-"), isSeparator(bytes[start + 10]),
            bytes[start + 13] == UInt8(ascii: ":"), bytes[start + 16] == UInt8(ascii: ":"),
            let year = digits(bytes, start, 4), (1678...2261).contains(year),
            let month = digits(bytes, start + 5, 2), let day = digits(bytes, start + 8, 2),
            let date = CalendarDate(year: year, month: month, day: day),
            let hour = digits(bytes, start + 11, 2), hour < 24,
            let minute = digits(bytes, start + 14, 2), minute < 60,
            let second = digits(bytes, start + 17, 2), second < 60
        else { return nil }
        var position = start + 19
        guard let fraction = fraction(bytes, &position, before: range.upperBound),
            let offset = offsetSeconds(bytes, position..<range.upperBound)
        else { return nil }
        let local = Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        return UTCInstant(nanosecondsSinceEpoch: (local - Int64(offset)) * 1_000_000_000 + fraction)
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "T") || byte == UInt8(ascii: "t") || byte == UInt8(ascii: " ")
    }

    /// The digits after a point as nanoseconds, zero where there is no point; nil for a point without digits.
    private static func fraction(_ bytes: Span<UInt8>, _ position: inout Int, before end: Int) -> Int64? {
        guard position < end, bytes[position] == UInt8(ascii: ".") else { return 0 }
        position += 1
        var value: Int64 = 0
        var places = 0
        while position < end {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            if places < 9 { value = value * 10 + Int64(digit) }
            places += 1
            position += 1
        }
        guard places > 0 else { return nil }
        while places < 9 {
            value *= 10
            places += 1
        }
        return value
    }

    /// `Z`, `+hh:mm` or `-hhmm`; nil without a zone, because guessing one moves a price by hours.
    private static func offsetSeconds(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard let sign = range.first.map({ bytes[$0] }) else { return nil }
        if range.count == 1 { return sign == UInt8(ascii: "Z") || sign == UInt8(ascii: "z") ? 0 : nil }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        let start = range.lowerBound + 1
        let hasColon = range.count == 6 && bytes[start + 2] == UInt8(ascii: ":")
        guard range.count == 5 || hasColon, let hours = digits(bytes, start, 2), hours < 24,
            let minutes = digits(bytes, start + (hasColon ? 3 : 2), 2), minutes < 60
        else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        return sign == UInt8(ascii: "-") ? -seconds : seconds
    }

    /// So many digits from a place that the caller knows to be inside.
    static func digits(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
        DecimalScan.smallInteger(bytes, start..<start + count)
    }
}
