import SiteRecord
import CurtailTesting
import GridUnits
import Settlement
import Testing

@Suite("RegressionCalendar")
struct RegressionCalendarTests {
    /// Three Thursdays of 130 MWh with 1.5 MWh in the interval, and twelve other days of business with 92.5 and 1.
    ///
    /// The hour from 16:00 has 1 MWh in each interval of them all, and what is given on the day of the event.
    private static func vectorMeter(actual: String = "1.365") throws -> ExampleMeter {
        var meter = ExampleMeter()
        let eventDay = try day("2026-07-23")
        for offset in 1...21 {
            let past = eventDay.advanced(byDays: -offset)
            guard (1...5).contains(past.weekday) else { continue }
            let isThursday = past.weekday == 4
            let value = try megawattHours(isThursday ? "1.5" : "1")
            let rest =
                try megawattHours(isThursday ? "130" : "92.5").microwattSeconds - value.microwattSeconds
                - megawattHours("4").microwattSeconds
            meter.fill(past, Energy(microwattSeconds: rest / 91))
            for number in 1...4 {
                meter[try interval(past, hourEnding: 17, number)] = try megawattHours("1")
            }
            meter[try interval(past, hourEnding: 18, 1)] = value
            meter[try interval(past, hourEnding: 24, 4)] = Energy(microwattSeconds: rest - rest / 91 * 90)
        }
        for number in 1...4 {
            meter[try interval(eventDay, hourEnding: 17, number)] = try megawattHours(actual)
        }
        return meter
    }

    private static func vectorEvent() throws -> BaselineEvent {
        let start = try interval(day("2026-07-23"), hourEnding: 18, 1)
        return BaselineEvent(from: start.start, to: start.end)
    }

    @Test("takes the energy of the weekday and the form of all days of business")
    func fits() throws {
        // 130 MWh × (3 × 1.5 + 12 × 1) / (3 × 130 + 12 × 92.5) = 130 × 16.5 / 1500 = 1.43 MWh.
        let event = try Self.vectorEvent()
        let result = try RegressionCalendar(rules: rules())
            .baseline(of: event, history: Self.vectorMeter().history)
        #expect(
            result.finding
                == .byInterval([IntervalLoad(interval: event.intervals[0], energy: try megawattHours("1.43"))]
                ))
        #expect(result.method == .regressionCalendar && result.adjustment == nil)
        let uses = result.inputs.compactMap { input in
            if case .day(_, let energy, let use) = input {
                "\(energy.megawattHours(places: 1)) \(use.rawValue)"
            } else {
                nil
            }
        }
        #expect(uses.count { $0 == "130.0 fitted_energy_and_form" } == 3)
        #expect(uses.count { $0 == "92.5 fitted_form" } == 12)
        #expect(result.inputs.count == 30)
    }

    @Test("the hours before the event correct the fit")
    func adjusts() throws {
        // 130 × 15 / 1500 = 1.3 MWh were to be drawn in each interval before the event; 1.365 were.
        let event = try Self.vectorEvent()
        let result = try RegressionCalendar(rules: rules(adjustmentSeconds: 3_600))
            .baseline(of: event, history: Self.vectorMeter().history)
        #expect(try result.adjustment == Fraction(21, over: 20))
        #expect(try result.energy(in: event.intervals[0]) == megawattHours("1.5015"))
        // Four intervals of the day itself, and sixty of past days.
        #expect(result.inputs.count == 30 + 64)
    }

    @Test("a correction without its readings is a gap, and so is one by nothing")
    func namesMissingCorrections() throws {
        let event = try Self.vectorEvent()
        var meter = try Self.vectorMeter()
        let missing = try interval(day("2026-07-23"), hourEnding: 17, 3)
        meter[missing] = nil
        let method = RegressionCalendar(rules: rules(adjustmentSeconds: 3_600))
        #expect(try method.baseline(of: event, history: meter.history).gap == .intervalMissing(missing))
        let short = RegressionCalendar(rules: rules(adjustmentSeconds: 899))
        #expect(try short.baseline(of: event, history: meter.history).gap == .nothingToAdjustBy)
    }

    @Test("days that drew nothing have no form")
    func namesNothing() throws {
        var idle = ExampleMeter()
        idle.fill(60, daysBefore: try day("2026-07-23"), .zero)
        let result = try RegressionCalendar(rules: rules())
            .baseline(of: Self.vectorEvent(), history: idle.history)
        #expect(result.gap == .nothingDrawn)
    }

    @Test("too few days of the kind are a gap, and so are too few of the weekday")
    func namesShortHistory() throws {
        let event = try Self.vectorEvent()
        let history = try Self.vectorMeter().history
        for (reach, gap) in [
            (13, BaselineGap.tooFewDays(found: 9, needed: 10)), (14, .tooFewOfWeekday(found: 2, needed: 3)),
            (21, nil),
        ] {
            let result = try RegressionCalendar(rules: rules(lookBackDays: reach))
                .baseline(of: event, history: history)
            #expect(result.gap == gap)
        }
    }

    @Test("an event day takes no part and is named, and one Thursday fewer is too few")
    func excludesEventDays() throws {
        let event = try Self.vectorEvent()
        let history = try Self.vectorMeter().history
        let wednesday = try day("2026-07-22")
        let without = try RegressionCalendar(rules: rules(eventDays: [wednesday], lookBackDays: 21))
            .baseline(of: event, history: history)
        #expect(without.excludedDays == [ExcludedDay(day: wednesday, reason: .eventDay)])
        // 130 × 15.5 / 1407.5 = 1.43161634… MWh, of 3.6 × 10¹⁵ microwatt-seconds each.
        #expect(
            without.energy(in: event.intervals[0]) == Energy(microwattSeconds: 5_153_818_827_708_703))
        let short = try RegressionCalendar(
            rules: rules(eventDays: [try day("2026-07-16")], lookBackDays: 21)
        ).baseline(of: event, history: history)
        #expect(short.gap == .tooFewOfWeekday(found: 2, needed: 3))
    }

    @Test("a holiday is fitted as a Sunday")
    func holidays() throws {
        var meter = ExampleMeter()
        let friday = try day("2026-07-03")
        for offset in 1...60 {
            let past = friday.advanced(byDays: -offset)
            meter.fill(past, .megawattHours(past.weekday == 0 ? 3 : past.weekday == 6 ? 1 : 10))
        }
        let start = try interval(friday, hourEnding: 18, 1)
        let event = BaselineEvent(from: start.start, to: start.end)
        let result = try RegressionCalendar(rules: rules(holidays: [friday]))
            .baseline(of: event, history: meter.history)
        #expect(result.energy(in: start) == .megawattHours(3))
    }

    @Test(
        "the energies of a whole fitted day add up to the mean day of its weekday", arguments: UInt64(0)..<10)
    func addsUp(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var loads: [IntervalLoad] = []
        let thursday = try day("2026-07-23")
        var energies: [Energy] = []
        for offset in 1...60 {
            let past = thursday.advanced(byDays: -offset)
            let day = SettlementInterval.all(of: past).map { interval in
                IntervalLoad(
                    interval: interval,
                    energy: Energy(
                        microwattSeconds: Int128(
                            Int64.random(in: 0...900_000_000_000_000_000, using: &random))
                    ))
            }
            if past.weekday == 4 { energies.append(day.reduce(.zero) { $0 + $1.energy }) }
            loads += day
        }
        let event = BaselineEvent(
            start: SettlementInterval.all(of: thursday)[0].start,
            intervals: SettlementInterval.all(of: thursday))
        let result = try RegressionCalendar(rules: rules())
            .baseline(of: event, history: LoadHistory(loads))
        let sum = event.intervals.compactMap(result.energy(in:)).reduce(Energy.zero, +)
        let mean = energies.reduce(Energy.zero, +).microwattSeconds / Int128(energies.count)
        // Every interval is rounded once.
        #expect(abs(sum.microwattSeconds - mean) <= 48)
        loads.shuffle(using: &random)
        #expect(
            try RegressionCalendar(rules: rules()).baseline(of: event, history: LoadHistory(loads)) == result)
    }

    @Test("a recorded result names what the fit does not know")
    func recordsLimitations() throws {
        let result = try RegressionCalendar(rules: rules())
            .baseline(of: Self.vectorEvent(), history: Self.vectorMeter().history)
        let text = String(decoding: result.canonicalBytes, as: UTF8.self)
        #expect(
            text.contains(#""limitations":["weather_unknown","daylight_unknown","not_ercot_coefficients"]"#))
    }
}
