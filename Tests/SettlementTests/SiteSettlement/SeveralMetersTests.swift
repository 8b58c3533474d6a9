import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Testing

@testable import Settlement

@Suite("Several meters on one site")
struct SeveralMetersTests {
    private static let interval = RandomSettlement.first

    private func usage(_ meter: String, _ kilowattHours: Int64) -> GridSignal {
        .meter(
            MeterSignal(
                meter: meter, power: nil, cumulative: nil,
                usage: .init(
                    start: Self.interval.start, end: Self.interval.end,
                    energy: Energy(microwattSeconds: Int128(kilowattHours) * 3_600_000_000_000))))
    }

    @Test("usages of two meters settle nothing until one is chosen, then by that one alone")
    func usages() {
        var facts = IntervalFacts()
        facts.apply(usage("main", 3), in: Self.interval)
        #expect(facts.usage?.megawattHours(places: 3) == "0.003" && !facts.isMeterAmbiguous)
        facts.apply(usage("aux", 7), in: Self.interval)
        #expect(facts.usage == nil && facts.isMeterAmbiguous)
        let page = SettlementPage(interval: Self.interval, policyNumber: 1, hashprice: .zero, energies: [])
        #expect(page.metered(facts) == nil && page.meterGap(facts) == .severalMeters)
        facts.choose(meter: "main", within: .megawatts(10))
        #expect(page.metered(facts)?.megawattHours(places: 3) == "0.003" && page.meterGap(facts) == nil)
    }

    private func readings(_ names: [String], every seconds: Int64) -> [MeterBook.Reading] {
        var book = MeterBook()
        var complete: [MeterBook.Reading] = []
        for step in 0...(1_800 / seconds) {
            for name in names {
                complete += book.apply(
                    MeterSignal(
                        meter: name, power: .kilowatts(name.count < 4 ? 500 : 1_000), cumulative: nil),
                    at: Self.interval.start.advanced(bySeconds: step * seconds), within: .megawatts(10))
            }
        }
        return complete
    }

    @Test("readings of two meters in one interval are a gap that says so, those of one are not")
    func readings() {
        #expect(readings(["main"], every: 60).map(\.gap) == [nil, nil])
        let both = readings(["main", "aux"], every: 60)
        #expect(both.map(\.gap) == [.severalMeters, .severalMeters])
        #expect(both.allSatisfy { $0.energy == nil })
    }

    @Test("a meter that takes another's place leaves a gap only where both lie")
    func replaced() {
        var book = MeterBook()
        var complete: [MeterBook.Reading] = []
        for minute in Int64(0)...60 {
            complete += book.apply(
                MeterSignal(meter: minute < 20 ? "old" : "new", power: .kilowatts(1), cumulative: nil),
                at: Self.interval.start.advanced(bySeconds: minute * 60), within: .megawatts(10))
        }
        #expect(complete.map(\.gap) == [nil, .severalMeters, nil, nil])
    }

    @Test("a capacity price of one SCED run settles nothing, before or after the 15-minute price")
    func dispatchCapacity() {
        func price(_ market: Market, _ dollars: Int64) -> GridSignal {
            .capacityPrice(
                CapacityPriceSignal(
                    market: market, product: "RRS", start: Self.interval.start, end: Self.interval.end,
                    price: CapacityPrice(stored: dollars * 1_000_000)))
        }
        #expect(IntervalFacts.span(of: price(.sced, 999)) == nil)
        var facts = IntervalFacts()
        facts.apply(price(.sced, 999), in: Self.interval)
        #expect(facts.capacityPrices.isEmpty)
        facts.apply(price(.rtm, 12), in: Self.interval)
        facts.apply(price(.sced, 999), in: Self.interval)
        #expect(facts.capacityPrices["RRS"]?.realTime?.decimal == "12")
    }
}
