import CurtailmentEngine
import GridUnits

/// Decodes the rows of one price file, whose layout is known, for one settlement point.
struct PriceRowDecoder {
    let layout: PriceLayout
    let filter: SettlementPointFilter
    /// The types under which the point was met.
    private(set) var typesSeen: [String] = []
    private var clock: MarketClock
    private var row = CSVRow()
    private let pointBytes: [UInt8]

    init(layout: PriceLayout, filter: SettlementPointFilter, zone: MarketTimeZone) {
        self.layout = layout
        self.filter = filter
        clock = MarketClock(zone: zone)
        pointBytes = Array(filter.point.utf8)
    }

    /// The price in a row; nil when the row is of another point or type.
    mutating func price(_ bytes: Span<UInt8>) throws(SignalRejection) -> PriceSignal? {
        row.split(bytes)
        guard row.count > max(layout.point, layout.price) else {
            throw SignalRejection(.malformed, "the row has \(row.count) fields, fewer than the header")
        }
        guard equals(bytes, row[layout.point], pointBytes) else { return nil }
        let type = try type(bytes)
        if let wanted = filter.pointType, let type, type != wanted { return nil }
        let amount: Int64
        do {
            amount = try DecimalScan.parse(bytes, row[layout.price], scale: EnergyPrice.scale)
        } catch {
            throw SignalRejection(
                .malformed, "the price “\(text(bytes, row[layout.price]))” is no decimal number")
        }
        let price = EnergyPrice(microdollarsPerMegawattHour: amount)
        try PlausibleRanges.check(price)
        let (market, start) = try time(bytes)
        return PriceSignal(
            market: market, point: filter.point, pointType: type, start: start,
            end: start.advanced(bySeconds: market.usualSpanSeconds), price: price)
    }

    private mutating func type(_ bytes: Span<UInt8>) throws(SignalRejection) -> String? {
        guard let column = layout.pointType else { return nil }
        for known in typesSeen where equals(bytes, row[column], known.utf8) { return known }
        let type = text(bytes, row[column])
        guard !type.isEmpty else { return nil }
        guard typesSeen.count < 8 else {
            throw SignalRejection(.malformed, "\(filter.point) has more than 8 settlement point types")
        }
        typesSeen.append(type)
        return type
    }

    private mutating func time(_ bytes: Span<UInt8>) throws(SignalRejection) -> (Market, UTCInstant) {
        switch layout.shape {
        case .quarterHours(let date, let hour, let interval, let repeated):
            let quarter = try number(bytes, row[interval], "interval")
            return (.rtm, try start(bytes, date: date, hour: hour, interval: quarter, repeated: repeated))
        case .dayAheadHours(let date, let hour, let repeated):
            return (.dam, try start(bytes, date: date, hour: hour, interval: 1, repeated: repeated))
        case .dispatchRuns(let timestamp, let repeated):
            return (.sced, try run(bytes, row[timestamp], isRepeated: try flag(bytes, row[repeated])))
        case .plain(let start):
            guard let instant = TimeScan.instant(bytes, row[start]) else {
                throw SignalRejection(
                    .malformed, "“\(text(bytes, row[start]))” is no time such as 2024-01-01T06:00:00Z")
            }
            guard instant.nanosecondsSinceEpoch % 900_000_000_000 == 0 else {
                throw SignalRejection(.malformed, "\(instant.seconds) does not begin a 15-minute interval")
            }
            return (.rtm, instant)
        }
    }

    private mutating func start(
        _ bytes: Span<UInt8>, date: Int, hour: Int, interval: Int, repeated: Int
    ) throws(SignalRejection) -> UTCInstant {
        let key = SettlementInterval.Key(
            operatingDay: try day(bytes, row[date]), hourEnding: try hourEnding(bytes, row[hour]),
            interval: interval, isRepeatedHour: try flag(bytes, row[repeated]))
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
