import CurtailTesting
import GridUnits
import Settlement
import Testing

@Suite("MiddleEightOfTen")
struct MiddleEightOfTenTests {
    /// Energy of the interval and of its whole day, newest day first.
    private static let vector = [
        ("9.0", "100"), ("9.4", "104"), ("9.1", "101"), ("8.8", "98"), ("12.0", "130"), ("9.2", "102"),
        ("9.3", "103"), ("4.0", "40"), ("9.0", "99"), ("9.1", "100"),
    ]

    /// The ten days of business before Thursday, 2026-07-23, and that day's hour from 16:00.
    private static func vectorMeter(actual: String) throws -> ExampleMeter {
        var meter = ExampleMeter()
        let eventDay = try day("2026-07-23")
        let days = (1...14).map { eventDay.advanced(byDays: -$0) }.filter { (1...5).contains($0.weekday) }
        for (past, (value, total)) in zip(days, vector) {
            let rest =
                try megawattHours(total).microwattSeconds - megawattHours(value).microwattSeconds
                - megawattHours("4").microwattSeconds
            meter.fill(past, Energy(microwattSeconds: rest / 91))
            for number in 1...4 {
                meter[try interval(past, hourEnding: 17, number)] = try megawattHours("1")
            }
            meter[try interval(past, hourEnding: 18, 1)] = try megawattHours(value)
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

    @Test("drops the days of most and least energy and averages the eight between")
    func averages() throws {
        let event = try Self.vectorEvent()
        let result = try MiddleEightOfTen(rules: rules())
            .baseline(of: event, history: Self.vectorMeter(actual: "1").history)
        #expect(
            result.finding
                == .byInterval([
                    IntervalLoad(interval: event.intervals[0], energy: try megawattHours("9.1125"))
                ]))
        #expect(result.adjustment == nil && result.excludedDays.isEmpty)
        let uses = result.inputs.compactMap { input in
            if case .day(let day, let energy, let use) = input {
                "\(day) \(energy.megawattHours(places: 0)) \(use.rawValue)"
            } else {
                nil
            }
        }
        #expect(
            uses.filter { !$0.hasSuffix(" averaged") } == [
                "2026-07-16 130 dropped_highest", "2026-07-13 40 dropped_lowest",
            ])
        #expect(uses.count == 10 && result.inputs.count == 18)
    }

    @Test("the hours before the event correct its like days")
    func adjusts() throws {
        let event = try Self.vectorEvent()
        let result = try MiddleEightOfTen(rules: rules(adjustmentSeconds: 3_600))
            .baseline(of: event, history: Self.vectorMeter(actual: "1.05").history)
        #expect(try result.energy(in: event.intervals[0]) == megawattHours("9.568125"))
        #expect(try result.adjustment == Fraction(21, over: 20))
    }

    @Test("a correction without its readings is a gap, and so is one by nothing")
    func namesMissingCorrections() throws {
        let event = try Self.vectorEvent()
        var meter = try Self.vectorMeter(actual: "1")
        let missing = try interval(day("2026-07-23"), hourEnding: 17, 3)
        meter[missing] = nil
        let method = MiddleEightOfTen(rules: rules(adjustmentSeconds: 3_600))
        #expect(try method.baseline(of: event, history: meter.history).gap == .intervalMissing(missing))

        let short = MiddleEightOfTen(rules: rules(adjustmentSeconds: 899))
        #expect(try short.baseline(of: event, history: meter.history).gap == .nothingToAdjustBy)

        var idle = ExampleMeter()
        idle.fill(20, daysBefore: try day("2026-07-23"), .zero)
        idle.fill(try day("2026-07-23"), .megawattHours(1))
        #expect(try method.baseline(of: event, history: idle.history).gap == .nothingToAdjustBy)
    }

    @Test("passes over weekends and holidays silently, and over event days and incomplete ones by name")
    func passesOver() throws {
        let eventDay = try day("2026-07-23")
        var meter = ExampleMeter()
        meter.fill(30, daysBefore: eventDay, .megawattHours(1))
        for offset in 1...30 where !(1...5).contains(eventDay.advanced(byDays: -offset).weekday) {
            meter.fill(eventDay.advanced(byDays: -offset), .megawattHours(100))
        }
        meter.fill(try day("2026-07-22"), .megawattHours(100))
        meter.fill(try day("2026-07-20"), .megawattHours(100))
        meter[try interval(day("2026-07-21"), hourEnding: 1, 1)] = nil
        let event = try Self.vectorEvent()
        let method = MiddleEightOfTen(
            rules: rules(holidays: [try day("2026-07-20")], eventDays: [try day("2026-07-22")]))
        let result = try method.baseline(of: event, history: meter.history)
        #expect(result.energy(in: event.intervals[0]) == .megawattHours(1))
        #expect(
            result.excludedDays == [
                ExcludedDay(day: try day("2026-07-22"), reason: .eventDay),
                ExcludedDay(day: try day("2026-07-21"), reason: .incomplete),
            ])
    }

    @Test("nine like days within reach are too few")
    func needsTen() throws {
        let eventDay = try day("2026-07-23")
        var meter = ExampleMeter()
        meter.fill(60, daysBefore: eventDay, .megawattHours(1))
        let event = try Self.vectorEvent()
        for (reach, gap) in [(13, BaselineGap.tooFewDays(found: 9, needed: 10)), (14, nil)] {
            let result = try MiddleEightOfTen(rules: rules(lookBackDays: reach))
                .baseline(of: event, history: meter.history)
            #expect(result.gap == gap)
        }
    }

    @Test("of days with equal energies the older is dropped, and never one day at both ends")
    func breaksTies() throws {
        var meter = ExampleMeter()
        meter.fill(30, daysBefore: try day("2026-07-23"), .megawattHours(1))
        let result = try MiddleEightOfTen(rules: rules())
            .baseline(of: Self.vectorEvent(), history: meter.history)
        let dropped = result.inputs.compactMap { input in
            if case .day(let day, _, let use) = input, use != .averaged {
                "\(day) \(use.rawValue)"
            } else {
                nil
            }
        }
        #expect(dropped == ["2026-07-10 dropped_highest", "2026-07-09 dropped_lowest"])
    }

    @Test("an event past midnight has like days of each day's own kind, all before it")
    func crossesMidnight() throws {
        let friday = try day("2026-07-24")
        var meter = ExampleMeter()
        for offset in 1...60 {
            let past = friday.advanced(byDays: -offset)
            meter.fill(past, .megawattHours((1...5).contains(past.weekday) ? 2 : 3))
        }
        let start = try interval(friday, hourEnding: 24, 4)
        let event = BaselineEvent(from: start.start, to: start.next.end)
        let result = try MiddleEightOfTen(rules: rules()).baseline(of: event, history: meter.history)
        #expect(event.intervals.map(result.energy(in:)) == [.megawattHours(2), .megawattHours(3)])
        let days = result.inputs.count { if case .day = $0 { true } else { false } }
        #expect(days == 20)
    }

    @Test("the repeated autumn hour is like any other day's hour, and the spring day lacks one")
    func survivesDaylightTime() throws {
        var meter = ExampleMeter()
        let autumn = try day("2026-11-01")
        meter.fill(60, daysBefore: autumn, .megawattHours(2))
        let second = try interval(autumn, hourEnding: 2, 1, isRepeated: true)
        let repeated = BaselineEvent(start: second.start, intervals: [second])
        let fall = try MiddleEightOfTen(rules: rules()).baseline(of: repeated, history: meter.history)
        #expect(fall.energy(in: second) == .megawattHours(2))

        let sunday = try day("2026-03-29")
        meter.fill(60, daysBefore: sunday, .megawattHours(2))
        let third = try interval(sunday, hourEnding: 3, 1)
        let early = BaselineEvent(start: third.start, intervals: [third])
        let spring = try MiddleEightOfTen(rules: rules()).baseline(of: early, history: meter.history)
        #expect(spring.energy(in: third) == .megawattHours(2))
        #expect(spring.excludedDays == [ExcludedDay(day: try day("2026-03-08"), reason: .lacksHour)])
    }

    @Test(
        "lies between the like days' extremes, whatever order the meter reports in", arguments: UInt64(0)..<30
    )
    func isAMean(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var loads: [IntervalLoad] = []
        var energies: [Energy] = []
        let event = try Self.vectorEvent()
        for offset in 1...14 {
            for interval in SettlementInterval.all(of: try day("2026-07-23").advanced(byDays: -offset)) {
                let energy = Energy(
                    microwattSeconds: Int128(Int64.random(in: 0...900_000_000_000_000_000, using: &random)))
                loads.append(IntervalLoad(interval: interval, energy: energy))
                if interval.key().hourEnding == 18 { energies.append(energy) }
            }
        }
        let method = MiddleEightOfTen(rules: rules())
        let result = try method.baseline(of: event, history: LoadHistory(loads))
        let energy = try #require(result.energy(in: event.intervals[0]))
        let (lowest, highest) = (try #require(energies.min()), try #require(energies.max()))
        #expect(lowest <= energy && energy <= highest)
        loads.shuffle(using: &random)
        #expect(try method.baseline(of: event, history: LoadHistory(loads)) == result)
    }
}
