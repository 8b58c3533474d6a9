import GridMarket
import GridUnits

/// One row of a report at a time, and the market's clock that its labels are read by.
struct ReportRow {
    private var fields = CSVRow()
    private var clock: MarketClock

    init(zone: MarketTimeZone) { clock = MarketClock(zone: zone) }

    var count: Int { fields.count }

    mutating func split(_ bytes: Span<UInt8>) { fields.split(bytes) }

    subscript(_ column: Int) -> Range<Int> { fields[column] }

    /// When the row's span begins.
    mutating func start(_ bytes: Span<UInt8>, by time: ReportTime) throws(SignalRejection) -> UTCInstant {
        switch time {
        case .quarterHours(let date, let hour, let interval, let repeated):
            let quarter = try number(bytes, self[interval], "interval")
            return try start(bytes, date: date, hour: hour, interval: quarter, repeated: repeated)
        case .hours(let date, let hour, let repeated):
            return try start(bytes, date: date, hour: hour, interval: 1, repeated: repeated)
        case .dispatchRuns(let timestamp, let repeated):
            return try run(bytes, self[timestamp], isRepeated: try flag(bytes, self[repeated]))
        case .plain(let start):
            return try plainStart(bytes, self[start])
        }
    }

    private func plainStart(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(SignalRejection) -> UTCInstant {
        guard let instant = TimeScan.instant(bytes, range) else {
            throw SignalRejection(
                .malformed, "“\(text(bytes, range))” is no time such as 2024-01-01T06:00:00Z")
        }
        guard instant.nanosecondsSinceEpoch % 900_000_000_000 == 0 else {
            throw SignalRejection(.malformed, "\(instant.seconds) does not begin a 15-minute interval")
        }
        return instant
    }

    private mutating func start(
        _ bytes: Span<UInt8>, date: Int, hour: Int, interval: Int, repeated: Int
    ) throws(SignalRejection) -> UTCInstant {
        let key = SettlementInterval.Key(
            operatingDay: try day(bytes, self[date]), hourEnding: try hourEnding(bytes, self[hour]),
            interval: interval, isRepeatedHour: try flag(bytes, self[repeated]))
        guard let start = clock.start(of: key) else {
            throw SignalRejection(
                .absurd,
                "\(key.operatingDay) hour ending \(key.hourEnding) interval \(key.interval) repeated "
                    + "\(key.isRepeatedHour ? "Y" : "N") does not exist in the market's calendar")
        }
        return start
    }

    /// A run's local time with seconds, `MM/DD/YYYY HH:MM:SS`.
    private mutating func run(
        _ bytes: Span<UInt8>, _ range: Range<Int>, isRepeated: Bool
    ) throws(SignalRejection) -> UTCInstant {
        let start = range.lowerBound
        guard range.count == 19,
            bytes[start + 10] == UInt8(ascii: " ") || bytes[start + 10] == UInt8(ascii: "T"),
            bytes[start + 13] == UInt8(ascii: ":"), bytes[start + 16] == UInt8(ascii: ":"),
            let hour = TimeScan.digits(bytes, start + 11, 2),
            let minute = TimeScan.digits(bytes, start + 14, 2),
            let second = TimeScan.digits(bytes, start + 17, 2), hour < 24, minute < 60, second < 60
        else {
            throw SignalRejection(
                .malformed, "“\(text(bytes, range))” is no time such as 07/30/2026 16:35:14")
        }
        let key = SettlementInterval.Key(
            operatingDay: try day(bytes, start..<start + 10), hourEnding: hour + 1, interval: minute / 15 + 1,
            isRepeatedHour: isRepeated)
        guard let quarter = clock.start(of: key) else {
            throw SignalRejection(.absurd, "the local time \(text(bytes, range)) does not exist")
        }
        return quarter.advanced(bySeconds: Int64(minute % 15 * 60 + second))
    }
}
