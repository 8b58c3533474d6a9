import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement
import Testing

@Suite("Awards of parts of an interval")
struct PartialAwardTests {
    private static let interval = RandomSettlement.first

    /// A kilowatt for 8 of the 15 minutes at these dollars for each megawatt and hour.
    private func pay(at dollars: String) throws -> [Money] {
        let (start, end) = (Self.interval.start, Self.interval.end)
        let signals: [GridSignal] = [
            .price(
                PriceSignal(
                    market: .rtm, point: "HB_WEST", pointType: nil, start: start, end: end, price: .zero)),
            .capacityPrice(
                CapacityPriceSignal(
                    market: .dam, product: "RRS", start: start, end: end,
                    price: try CapacityPrice(decimal: dollars))),
            .award(
                AwardSignal(
                    id: "a", program: .rrs, power: .kilowatts(1), start: start.advanced(bySeconds: 420),
                    end: end)),
        ]
        let load = IntervalEnergy(
            interval: Self.interval, group: "s21", consumed: .zero, curtailed: .zero, restarted: .zero,
            evidence: .simulated, isShadow: false)
        let rows = try SettledRows(
            [.policy(PolicyRecord(policy: .example(), load: .given), at: start)]
                + signals.map { .fact(StampedSignal(signal: $0, source: "test", at: start), at: start) }
                + [.load([load], at: end)])
        return rows.claims(of: Self.interval, isShadow: false).map(\.amount)
    }

    @Test("are paid by the time they cover, and only the money is rounded")
    func areRoundedOnce() throws {
        // 1/7,500 of a megawatt and hour: 1.5 microdollars, half to even.
        #expect(try pay(at: "0.01125") == [Money(microdollars: 2)])
        #expect(try pay(at: "75") == [Money(microdollars: 10_000)])
    }
}
