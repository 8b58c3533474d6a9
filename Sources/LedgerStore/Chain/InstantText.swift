import GridUnits

/// Writes instants as `UTCInstant.milliseconds` does, at a cost that a year of intervals does not feel.
///
/// Rows of one moment come together, so the last text is kept.
struct InstantText {
    private var last: (instant: UTCInstant, text: String)?
    private var lastDay: (number: Int64, digits: [UInt8])?

    mutating func text(_ instant: UTCInstant) -> String {
        if let last, last.instant == instant { return last.text }
        let text = written(instant)
        last = (instant, text)
        return text
    }

    private mutating func written(_ instant: UTCInstant) -> String {
        let second = instant.secondsSinceEpoch
        guard second >= 0 else { return instant.milliseconds }
        let day = second / 86_400
        if lastDay?.number != day {
            lastDay = (day, Array(CalendarDate(daysSinceEpoch: Int(day)).description.utf8))
        }
        guard var bytes = lastDay?.digits else { return instant.milliseconds }
        bytes.reserveCapacity(24)
        let clock = second % 86_400
        bytes.append(UInt8(ascii: "T"))
        Self.append(clock / 3_600, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.append(clock / 60 % 60, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.append(clock % 60, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: "."))
        Self.append(instant.nanosecondsSinceEpoch % 1_000_000_000 / 1_000_000, width: 3, to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func append(_ number: Int64, width: Int, to bytes: inout [UInt8]) {
        if width == 3 { bytes.append(UInt8(ascii: "0") + UInt8(number / 100)) }
        bytes.append(UInt8(ascii: "0") + UInt8(number / 10 % 10))
        bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
    }
}
