import CurtailmentEngine
import GridMarket
import GridUnits
import Testing

@testable import Settlement

/// A site of 3.5 MW whose meter counts minute by minute; a meter of it is believed up to 5.25 MW.
@Suite("A meter that the site contradicts")
struct MeterGlitchTests {
    private static let limit = Power.kilowatts(5_250)
    private static let first = RandomSettlement.first

    /// The intervals of a register that is read every minute; `change` says of a minute and the true count in
    /// kilowatt-hours what it shows.
    private func intervals(
        _ minutes: Int64 = 60, from start: Int64 = 13_423_700, load: Power = .kilowatts(3_500),
        shows change: (Int64, Int64) -> Int64
    ) -> [MeterBook.Reading] {
        var book = MeterBook()
        var complete: [MeterBook.Reading] = []
        for minute in 0...minutes {
            // 3.5 MW are 58 1/3 kWh a minute.
            let count = start + load.microwatts / 1_000_000_000 * minute / 60
            complete += book.apply(
                MeterSignal(meter: "main", power: nil, cumulative: .kilowattHours(change(minute, count))),
                at: Self.first.start.advanced(bySeconds: minute * 60), within: Self.limit)
        }
        return complete
    }

    private func text(_ readings: [MeterBook.Reading]) -> [String] {
        readings.map { $0.energy?.megawattHours(places: 3) ?? $0.gap?.rawValue ?? "nothing" }
    }

    @Test("a register that only grows is exact")
    func clean() { #expect(text(intervals { $1 }) == ["0.875", "0.875", "0.875", "0.875"]) }

    @Test("a reading of zero inside an interval costs that interval alone, and names it")
    func zeroInside() {
        #expect(
            text(intervals { $0 == 20 ? 0 : $1 }) == ["0.875", "register_went_back", "0.875", "0.875"])
    }

    @Test(
        "a reading of zero on an interval's edge costs the two that meet there, and makes no megawatt-hours")
    func zeroOnTheEdge() {
        #expect(
            text(intervals { $0 == 30 ? 0 : $1 })
                == ["0.875", "register_went_back", "register_went_back", "0.875"])
    }

    @Test("a register that starts anew, or comes to the end of its digits, is believed at its third reading")
    func newMeter() {
        #expect(
            text(intervals { $0 < 20 ? $1 : $1 - 13_420_000 })
                == ["0.875", "register_went_back", "0.875", "0.875"])
        #expect(
            text(intervals { $0 < 30 ? $1 : $1 - 13_420_000 })
                == ["0.875", "register_went_back", "register_went_back", "0.875"])
    }

    @Test("a reading in kilowatt-hours, and a jump by forty megawatt-hours, are more than the site can draw")
    func jumps() {
        #expect(text(intervals { $0 == 20 ? $1 * 1_000 : $1 }) == ["0.875", "implausible", "0.875", "0.875"])
        #expect(text(intervals { $0 < 20 ? $1 : $1 + 40_000 }) == ["0.875", "implausible", "0.875", "0.875"])
    }

    @Test("a register that is always in kilowatts' thousandfold is never an interval of the site")
    func wrongUnit() {
        #expect(
            text(intervals(load: .megawatts(3_500)) { $1 }).allSatisfy { $0 == "implausible" })
    }

    @Test("a register of whole megawatt-hours is not doubted where it steps")
    func coarse() {
        let readings = intervals(120) { $1 / 1_000 * 1_000 }
        #expect(readings.allSatisfy { $0.gap != .registerWentBack })
        // Each step is one megawatt-hour: more than a quarter of an hour's 0.875 and less than what is believed.
        #expect(Set(text(readings)).isSubset(of: ["0.000", "1.000"]))
    }

    @Test("power in kilowatts, or less than nothing, costs its interval and is no baseline")
    func power() {
        for wrong in [Power.megawatts(3_500), .kilowatts(-3_500)] {
            var book = MeterBook()
            var complete: [MeterBook.Reading] = []
            for minute in Int64(0)...45 {
                complete += book.apply(
                    MeterSignal(
                        meter: "main", power: minute == 20 ? wrong : .kilowatts(3_500), cumulative: nil),
                    at: Self.first.start.advanced(bySeconds: minute * 60), within: Self.limit)
            }
            #expect(text(complete) == ["0.875", "implausible", "0.875"])
            #expect(book.telemetry.allSatisfy { $0.power == .kilowatts(3_500) })
        }
    }

    @Test("the interval before a wrong power keeps the power that stood, on its very edge and just after it")
    func powerAtTheEdge() {
        for second in [Int64(900), 905] {
            var book = MeterBook()
            var complete: [MeterBook.Reading] = []
            for step in Int64(0)...540 {
                let isWrong = step * 5 == second
                complete += book.apply(
                    MeterSignal(
                        meter: "main", power: isWrong ? .megawatts(3_500) : .kilowatts(3_500), cumulative: nil
                    ),
                    at: Self.first.start.advanced(bySeconds: step * 5), within: Self.limit)
            }
            #expect(text(complete) == ["0.875", "implausible", "0.875"])
        }
    }

    @Test("another meter in kilowatts settles no interval twice")
    func otherMeter() {
        var book = MeterBook()
        var complete: [MeterBook.Reading] = []
        for minute in Int64(0)...180 {
            let isNew = minute > 20
            complete += book.apply(
                MeterSignal(
                    meter: isNew ? "new" : "main", power: isNew ? .megawatts(3_500) : .kilowatts(3_500),
                    cumulative: nil),
                at: Self.first.start.advanced(bySeconds: minute * 60), within: Self.limit)
        }
        #expect(Set(complete.map(\.interval)).count == complete.count)
        #expect(
            text(complete) == ["0.875", "several_meters"] + Array(repeating: "implausible", count: 10))
    }

    @Test("a usage in kilowatt-hours is not believed, and the readings count instead")
    func usage() {
        var facts = IntervalFacts()
        let used = MeterSignal.Usage(
            start: Self.first.start, end: Self.first.end, energy: .megawattHours(875))
        facts.apply(
            .meter(MeterSignal(meter: "main", power: nil, cumulative: nil, usage: used)), in: Self.first)
        facts.choose(meter: "main", within: Self.limit)
        var page = SettlementPage(interval: Self.first, policyNumber: 1, hashprice: .zero, energies: [])
        #expect(page.metered(facts) == nil && page.meterGap(facts) == .implausible)
        page.metered = .kilowattHours(875)
        #expect(page.metered(facts) == .kilowattHours(875) && page.meterGap(facts) == nil)
    }

    @Test("a clock that is set back an hour does not silence the meter")
    func clockStep() {
        var book = MeterBook()
        let ahead = Self.first.start.advanced(bySeconds: 3_600)
        let reading = MeterSignal(meter: "main", power: .kilowatts(3_500), cumulative: nil)
        _ = book.apply(reading, at: ahead, within: Self.limit)
        book.noteClockStep(to: Self.first.start)
        var complete: [MeterBook.Reading] = []
        for minute in Int64(0)...15 {
            complete += book.apply(
                reading, at: Self.first.start.advanced(bySeconds: minute * 60), within: Self.limit)
        }
        #expect(text(complete) == ["0.875"])
    }
}

extension Energy {
    fileprivate static func kilowattHours(_ count: Int64) -> Energy {
        Energy(microwattSeconds: Int128(count) * 3_600_000_000_000)
    }
}
