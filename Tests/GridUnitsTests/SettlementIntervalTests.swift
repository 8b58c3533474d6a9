import GridUnits
import Testing

@Suite("SettlementInterval")
struct SettlementIntervalTests {
    private static func key(_ day: String, _ hourEnding: Int, _ interval: Int, _ isRepeated: Bool) throws
        -> SettlementInterval.Key
    {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        let date = try #require(CalendarDate(year: parts[0], month: parts[1], day: parts[2]))
        return SettlementInterval.Key(
            operatingDay: date, hourEnding: hourEnding, interval: interval, isRepeatedHour: isRepeated)
    }

    @Test(
        "places ERCOT's keys on the UTC time line, and names them back",
        arguments: [
            ("2026-11-01", 2, 1, false, "2026-11-01T06:00:00Z"),
            ("2026-11-01", 2, 1, true, "2026-11-01T07:00:00Z"),
            ("2026-11-01", 3, 1, false, "2026-11-01T08:00:00Z"),
            ("2026-11-01", 24, 4, false, "2026-11-02T05:45:00Z"),
            ("2026-11-01", 1, 1, false, "2026-11-01T05:00:00Z"),
            ("2026-03-08", 2, 4, false, "2026-03-08T07:45:00Z"),
            ("2026-03-08", 4, 1, false, "2026-03-08T08:00:00Z"),
            ("2026-07-22", 17, 4, false, "2026-07-22T21:45:00Z"),
            ("2026-01-15", 1, 1, false, "2026-01-15T06:00:00Z"),
            ("2024-05-08", 21, 1, false, "2024-05-09T01:00:00Z"),
        ])
    func placesKeys(day: String, hourEnding: Int, interval: Int, isRepeated: Bool, start: String) throws {
        let key = try Self.key(day, hourEnding, interval, isRepeated)
        let placed = try #require(SettlementInterval(key))
        #expect(placed.start.seconds == start)
        #expect(placed.key() == key)
    }

    @Test(
        "has no interval for a key that does not exist",
        arguments: [
            ("2026-03-08", 3, 1, false), ("2026-03-08", 3, 4, false), ("2026-03-08", 3, 1, true),
            ("2026-03-08", 2, 1, true), ("2026-11-01", 1, 1, true), ("2026-11-01", 3, 1, true),
            ("2026-07-22", 2, 1, true), ("2026-01-15", 2, 1, true), ("2026-07-22", 0, 1, false),
            ("2026-07-22", 25, 1, false), ("2026-07-22", 1, 0, false), ("2026-07-22", 1, 5, false),
            ("2026-07-22", -1, 1, false), ("9999-12-31", 24, 4, false), ("0001-01-01", 1, 1, false),
        ])
    func refusesKeys(day: String, hourEnding: Int, interval: Int, isRepeated: Bool) throws {
        #expect(SettlementInterval(try Self.key(day, hourEnding, interval, isRepeated)) == nil)
    }

    @Test(
        "has 92, 96 or 100 intervals in an operating day",
        arguments: [
            ("2026-03-08", 92), ("2026-11-01", 100), ("2026-07-22", 96), ("2026-03-07", 96),
            ("2026-03-09", 96),
            ("2026-10-31", 96), ("2026-11-02", 96), ("2024-03-10", 92), ("2024-11-03", 100),
            ("2006-04-02", 92),
            ("2006-10-29", 100), ("2007-03-11", 92), ("2007-11-04", 100), ("2024-02-29", 96),
        ])
    func countsIntervals(day: String, count: Int) throws {
        let date = try Self.key(day, 1, 1, false).operatingDay
        let intervals = SettlementInterval.all(of: date)
        #expect(intervals.count == count)
        #expect(intervals.allSatisfy { $0.key().operatingDay == date })
        #expect(Set(intervals.map { $0.key() }).count == count)
    }

    @Test("flags exactly the second hour of the autumn day", arguments: [2024, 2025, 2026, 2027])
    func flagsTheRepeatedHour(year: Int) throws {
        let first = try #require(CalendarDate(year: year, month: 1, day: 1))
        let days = (0..<(year == 2024 ? 366 : 365)).map(first.advanced(byDays:))
        let flagged = days.flatMap { SettlementInterval.all(of: $0) }.filter { $0.key().isRepeatedHour }
        #expect(flagged.count == 4)
        #expect(flagged.allSatisfy { $0.key().hourEnding == 2 && $0.key().operatingDay.month == 11 })
        #expect(flagged.map { $0.key().interval } == [1, 2, 3, 4])
    }

    @Test("round-trips every interval of 2024 to 2027 without gap or double")
    func roundTripsEveryInterval() throws {
        let first = try #require(SettlementInterval(Self.key("2024-01-01", 1, 1, false)))
        let last = try #require(SettlementInterval(Self.key("2027-12-31", 24, 4, false)))
        var keys: Set<SettlementInterval.Key> = []
        var interval = first
        while interval.start <= last.start {
            let key = interval.key()
            try #require(SettlementInterval(key) == interval)
            try #require(keys.insert(key).inserted)
            interval = interval.next
        }
        #expect(keys.count == (366 + 3 * 365) * 96)
    }

    @Test("contains its start and not its end")
    func isHalfOpen() throws {
        let start = try #require(UTCInstant(rfc3339: "2026-07-22T21:45:00Z"))
        let interval = SettlementInterval(containing: start)
        #expect(interval.start == start)
        #expect(SettlementInterval(containing: start.advanced(byNanoseconds: 899_999_999_999)) == interval)
        #expect(SettlementInterval(containing: interval.end) == interval.next)
        let before = UTCInstant(nanosecondsSinceEpoch: -1)
        #expect(SettlementInterval(containing: before).start.seconds == "1969-12-31T23:45:00Z")
    }

    @Test("ends at the end of the time line instead of running for ever")
    func endsWithTheTimeLine() throws {
        let date = try #require(CalendarDate(year: 2262, month: 4, day: 11))
        #expect(SettlementInterval.all(of: date).count <= 96)
        #expect(
            SettlementInterval.all(of: try #require(CalendarDate(year: 9999, month: 1, day: 1))).count <= 1)
    }
}

@Suite("MarketTimeZone")
struct MarketTimeZoneTests {
    private static let zone = MarketTimeZone.centralPrevailing

    @Test(
        "switches at 08:00Z in spring and 07:00Z in autumn",
        arguments: [
            ("2026-03-08T07:59:59Z", -21_600), ("2026-03-08T08:00:00Z", -18_000),
            ("2026-11-01T06:59:59Z", -18_000),
            ("2026-11-01T07:00:00Z", -21_600), ("2026-07-01T00:00:00Z", -18_000),
            ("2026-01-01T00:00:00Z", -21_600),
            ("2006-04-02T08:00:00Z", -18_000), ("2006-03-12T08:00:00Z", -21_600),
            ("2006-10-29T07:00:00Z", -21_600),
            ("1986-07-01T00:00:00Z", -21_600), ("2026-01-01T05:59:59Z", -21_600),
        ])
    func switches(instant: String, offset: Int) throws {
        #expect(Self.zone.offsetSeconds(at: try #require(UTCInstant(rfc3339: instant))) == offset)
    }

    @Test("starts every local day at midnight", arguments: 0..<1_461)
    func startsDays(offset: Int) throws {
        let date = try #require(CalendarDate(year: 2024, month: 1, day: 1)).advanced(byDays: offset)
        let start = Self.zone.startOfDay(date)
        let key = SettlementInterval(containing: start).key()
        #expect(key.operatingDay == date && key.hourEnding == 1 && key.interval == 1)
        #expect(Self.zone.operatingDay(of: start.advanced(byNanoseconds: -1)) == date.advanced(byDays: -1))
    }

    @Test("knows the switch days of the coming years")
    func knowsSwitchDays() throws {
        for (year, spring, autumn) in [(2025, 9, 2), (2026, 8, 1), (2027, 14, 7), (2028, 12, 5)] {
            let span = try #require(Self.zone.daylightSpan(inYear: year))
            let begins = UTCInstant(secondsSinceEpoch: span.lowerBound).seconds
            let ends = UTCInstant(secondsSinceEpoch: span.upperBound).seconds
            #expect(begins == "\(year)-03-\(spring < 10 ? "0" : "")\(spring)T08:00:00Z")
            #expect(ends == "\(year)-11-0\(autumn)T07:00:00Z")
        }
        #expect(Self.zone.daylightSpan(inYear: 1986) == nil)
    }
}
