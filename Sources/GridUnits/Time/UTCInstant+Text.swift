extension UTCInstant {
    /// `2026-07-22T21:45:00.000Z`: milliseconds, rounded down; the form the ledger shows.
    package var milliseconds: String { text(fractionDigits: 3) }

    /// All nine digits, so that nothing is lost: the form records are written in.
    package var exact: String { text(fractionDigits: 9) }

    /// Whole seconds, for people.
    package var seconds: String { text(fractionDigits: 0) }

    private func text(fractionDigits: Int) -> String {
        let seconds = secondsSinceEpoch
        let remainder = nanosecondsSinceEpoch % 1_000_000_000
        let nanoseconds = remainder < 0 ? remainder + 1_000_000_000 : remainder
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let second = seconds - days * 86_400
        let date = CalendarDate(daysSinceEpoch: Int(days))
        let clock = [second / 3_600, second / 60 % 60, second % 60].map { padded($0, to: 2) }
            .joined(separator: ":")
        let fraction =
            fractionDigits == 0 ? "" : "." + padded(nanoseconds, to: 9).prefix(fractionDigits)
        return "\(date)T\(clock)\(fraction)Z"
    }

    /// Reads RFC 3339: date, `T` or a blank, time, optional fraction, `Z` or an offset with or without colon.
    ///
    /// Digits after the ninth of the fraction are dropped. A text without zone is refused, because guessing one
    /// moves a price by hours; so is a leap second, which this time line does not have.
    ///
    /// - Parameter text: ASCII, for example `2026-07-22T16:45:00.5-05:00`.
    package init?(rfc3339 text: some StringProtocol) {
        var scanner = DigitScanner(Array(text.utf8))
        guard let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2),
            scanner.take("-"),
            let day = scanner.digits(2), let date = CalendarDate(year: year, month: month, day: day),
            scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let hour = scanner.digits(2), scanner.take(":"),
            let minute = scanner.digits(2), scanner.take(":"),
            let second = scanner.digits(2), hour < 24, minute < 60, second < 60,
            (1678...2261).contains(year)
        else { return nil }
        var nanoseconds: Int64 = 0
        if scanner.take(".") {
            guard let fraction = scanner.fraction() else { return nil }
            nanoseconds = fraction
        }
        guard let offset = scanner.zoneOffsetSeconds(), scanner.isAtEnd else { return nil }
        let local = Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        self.init(nanosecondsSinceEpoch: (local - Int64(offset)) * 1_000_000_000 + nanoseconds)
    }
}

/// Reads fixed-width digits off the front of a text.
private struct DigitScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func digits(_ count: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + count] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        position += count
        return value
    }

    /// The digits of a fraction of a second, as nanoseconds.
    mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var places = 0
        while let digit = digits(1) {
            if places < 9 { value = value * 10 + Int64(digit) }
            places += 1
        }
        guard places > 0 else { return nil }
        for _ in 0..<max(0, 9 - places) { value *= 10 }
        return value
    }

    mutating func zoneOffsetSeconds() -> Int? {
        if take("Z") || take("z") { return 0 }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = digits(2), hours < 24 else { return nil }
        _ = take(":")
        guard let minutes = digits(2), minutes < 60 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}
