import CurtailTesting
import GridUnits
import Settlement
import Testing

@Suite("AncillaryAward")
struct AncillaryAwardTests {
    private static func award(realTime megawatts: Int64?) throws -> AncillaryAward {
        let price = try CapacityPrice(decimal: "12")
        return try AncillaryAward(
            dayAhead: .megawatts(20), dayAheadPrice: CapacityPrice(decimal: "6.50"),
            realTime: megawatts.map { .init(capacity: .megawatts($0), price: price) })
    }

    @Test(
        "is paid day-ahead, and real time settles the difference at its own price",
        arguments: [
            (18, "32.500000", "-6.000000", "26.500000"), (20, "32.500000", "0.000000", "32.500000"),
            (22, "32.500000", "6.000000", "38.500000"),
        ])
    func settles(realTime: Int64, dayAhead: String, imbalance: String, total: String) throws {
        let award = try Self.award(realTime: realTime)
        let (first, second) = (try award.dayAheadPay(), try #require(try award.realTimeImbalance()))
        #expect(first.decimalSixPlaces == dayAhead)
        #expect(second.decimalSixPlaces == imbalance)
        #expect((first + second).decimalSixPlaces == total)
    }

    @Test("the site bears its share of pay and charge alike")
    func shares() throws {
        let award = try Self.award(realTime: 18)
        #expect(try award.dayAheadPay(share: .percent(80)).decimalSixPlaces == "26.000000")
        #expect(try award.realTimeImbalance(share: .percent(80))?.decimalSixPlaces == "-4.800000")
        #expect(try award.dayAheadPay(share: .zero) == .zero)
    }

    @Test("nothing is assumed of a real-time award that is not known")
    func waitsForRealTime() throws {
        #expect(try Self.award(realTime: nil).realTimeImbalance() == nil)
    }

    @Test("four quarters pay the hour, but for their roundings", arguments: UInt64(0)..<100)
    func paysByQuarters(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let capacity = Power(microwatts: .random(in: 0...1_000_000_000_000_000, using: &random))
        let price = CapacityPrice(stored: .random(in: 0...5_000_000_000, using: &random))
        let share = try Fraction(Int128(Int64.random(in: 1...1_000, using: &random)), over: 1_000)
        let quarter = try price.pay(for: capacity, share: share)
        let hour = try price.pay(for: capacity, over: .seconds(3_600), share: share)
        #expect((hour.microdollars - 4 * quarter.microdollars).magnitude <= 2)
    }

    @Test("throws when an amount does not fit instead of clamping it")
    func throwsWhenTooLarge() {
        let huge = AncillaryAward(
            dayAhead: Power(stored: .max), dayAheadPrice: CapacityPrice(stored: .max),
            realTime: .init(capacity: Power(stored: -2), price: CapacityPrice(stored: .max)))
        #expect(throws: AmountOutOfRange.self) { try huge.dayAheadPay() }
        #expect(throws: AmountOutOfRange.self) { try huge.realTimeImbalance() }
    }
}
