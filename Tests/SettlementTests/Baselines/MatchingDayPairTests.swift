import GridMarket
import GridUnits
import Settlement
import Testing

@Suite("MatchingDayPair")
struct MatchingDayPairTests {
    /// Thursday.
    private static func eventDay() throws -> CalendarDate { try day("2026-07-23") }

    private static func event() throws -> BaselineEvent {
        let first = try interval(eventDay(), hourEnding: 18, 1)
        return BaselineEvent(from: first.start, to: first.next.end)
    }

    /// Days of so many megawatt-hours an interval, by how many days they lie back; the event's day is 10.
    private static func meter(_ levels: [Int: Int64], others: Int64 = 50) throws -> ExampleMeter {
        var meter = ExampleMeter()
        for offset in 0...30 {
            let energy = Energy.megawattHours(levels[offset] ?? (offset == 0 ? 10 : others))
            meter.fill(try eventDay().advanced(byDays: -offset), energy)
        }
        return meter
    }

    private static func chosen(_ result: BaselineResult) -> [String] {
        result.inputs.compactMap { input in
            if case .day(let day, _, _) = input { day.description } else { nil }
        }
    }

    @Test("averages the days that, with the day before each, are closest to the event's")
    func averages() throws {
        // The pair of the event is (20, 10): 07-16 with the day before it comes closest, then 07-14.
        let meter = try Self.meter([1: 20, 7: 11, 8: 20, 9: 13, 10: 20])
        let result = try MatchingDayPair(rules: rules(), pairs: 2)
            .baseline(of: Self.event(), history: meter.history)
        #expect(Self.chosen(result) == ["2026-07-16", "2026-07-14"])
        #expect(
            try Self.event().intervals.map(result.energy(in:)) == [.megawattHours(12), .megawattHours(12)])
        #expect(result.method == .matchingDayPair && result.adjustment == nil)
    }

    @Test("a day that only itself is close does not match")
    func comparesPairs() throws {
        let meter = try Self.meter([1: 20, 7: 10, 8: 45, 9: 22, 10: 20])
        let result = try MatchingDayPair(rules: rules(), pairs: 1)
            .baseline(of: Self.event(), history: meter.history)
        #expect(Self.chosen(result) == ["2026-07-14"])
    }

    @Test("of equally close pairs the newest is taken")
    func breaksTies() throws {
        let result = try MatchingDayPair(rules: rules(), pairs: 1)
            .baseline(of: Self.event(), history: Self.meter([:]).history)
        #expect(Self.chosen(result) == ["2026-07-22"])
    }

    @Test("pairs with an event day in them take no part")
    func excludesEventDays() throws {
        let meter = try Self.meter([1: 20, 7: 11, 8: 20, 9: 13, 10: 20])
        let method = MatchingDayPair(
            rules: rules(eventDays: [try day("2026-07-15")], lookBackDays: 20), pairs: 1)
        let result = try method.baseline(of: Self.event(), history: meter.history)
        #expect(Self.chosen(result) == ["2026-07-14"])
        #expect(result.excludedDays == [ExcludedDay(day: try day("2026-07-15"), reason: .eventDay)])
    }

    @Test("the hours before the event correct the mean")
    func adjusts() throws {
        let meter = try Self.meter([1: 20, 7: 8, 8: 20])
        let result = try MatchingDayPair(rules: rules(adjustmentSeconds: 7_200), pairs: 1)
            .baseline(of: Self.event(), history: meter.history)
        #expect(try result.adjustment == Fraction(5, over: 4))
        #expect(
            try Self.event().intervals.map(result.energy(in:)) == [.megawattHours(10), .megawattHours(10)])
    }

    @Test("an event day just before leaves nothing to compare by")
    func namesTheDayBefore() throws {
        let before = try day("2026-07-22")
        let result = try MatchingDayPair(rules: rules(eventDays: [before]))
            .baseline(of: Self.event(), history: Self.meter([:]).history)
        #expect(result.gap == .curtailedTheDayBefore(before))
    }

    @Test("a gap in the day before or the morning is named")
    func namesGaps() throws {
        for missing in [
            try interval(day("2026-07-22"), hourEnding: 4, 2),
            try interval(Self.eventDay(), hourEnding: 17, 4),
        ] {
            var meter = try Self.meter([:])
            meter[missing] = nil
            let result = try MatchingDayPair(rules: rules(), pairs: 1)
                .baseline(of: Self.event(), history: meter.history)
            #expect(result.gap == .intervalMissing(missing))
        }
    }

    @Test("fewer pairs than asked for are too few")
    func needsPairs() throws {
        let result = try MatchingDayPair(rules: rules(lookBackDays: 7), pairs: 10)
            .baseline(of: Self.event(), history: Self.meter([:]).history)
        #expect(result.gap == .tooFewDays(found: 5, needed: 10))
    }

    @Test("past midnight the day after each match stands in, and is over before the event began")
    func crossesMidnight() throws {
        var meter = try Self.meter([1: 20, 7: 10, 8: 20, 6: 33])
        let last = try interval(Self.eventDay(), hourEnding: 24, 4)
        let event = BaselineEvent(from: last.start, to: last.next.end)
        let result = try MatchingDayPair(rules: rules(), pairs: 1).baseline(of: event, history: meter.history)
        #expect(event.intervals.map(result.energy(in:)) == [.megawattHours(10), .megawattHours(33)])
        // Yesterday cannot match, because today would have to follow it.
        meter.fill(try day("2026-07-22"), .megawattHours(10))
        meter.fill(try day("2026-07-21"), .megawattHours(10))
        let again = try MatchingDayPair(rules: rules(), pairs: 1).baseline(of: event, history: meter.history)
        #expect(!Self.chosen(again).contains("2026-07-22"))
    }
}
