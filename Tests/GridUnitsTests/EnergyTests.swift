import CurtailTesting
import GridUnits
import Testing

@Suite("Energy")
struct EnergyTests {
    /// Ninety megawatts for a quarter of an hour.
    private static let ninetyMegawattsForAnInterval = Power.megawatts(90).energy(
        overNanoseconds: 900_000_000_000)

    @Test("is power times time, exact for whole seconds")
    func isPowerTimesTime() {
        #expect(Self.ninetyMegawattsForAnInterval.microwattSeconds == 90_000_000_000_000 * 900)
        #expect(Self.ninetyMegawattsForAnInterval.megawattHours(places: 6) == "22.500000")
        #expect(Power.megawatts(1).energy(overNanoseconds: 3_600_000_000_000) == .megawattHours(1))
    }

    @Test("rounds parts of a second once, half to even")
    func roundsParts() {
        #expect(Power(microwatts: 1).energy(overNanoseconds: 500_000_000) == .zero)
        #expect(Power(microwatts: 3).energy(overNanoseconds: 500_000_000).microwattSeconds == 2)
        #expect(Power(microwatts: -3).energy(overNanoseconds: 500_000_000).microwattSeconds == -2)
    }

    @Test(
        "costs what the tariff arithmetic says",
        arguments: [
            (90, "400", "9000.000000"), (90, "60", "1350.000000"), (90, "-20", "-450.000000"),
            (80, "300", "6000.000000"), (10, "400", "1000.000000"), (100, "4964.84", "124121.000000"),
            (90, "0", "0.000000"), (90, "-251", "-5647.500000"),
        ])
    func costsAtPrice(megawatts: Int64, price: String, expected: String) throws {
        let energy = Power.megawatts(megawatts).energy(overNanoseconds: 900_000_000_000)
        #expect(try energy.cost(at: EnergyPrice(decimal: price)).decimalSixPlaces == expected)
    }

    @Test("costs at an exact break-even without rounding it first")
    func costsAtBreakEven() throws {
        let breakEven = try Fraction(39_000_000 * 1_000 * 10, over: 24 * 175)
        let lostHash = try Self.ninetyMegawattsForAnInterval.cost(at: breakEven)
        #expect(lostHash.decimalSixPlaces == "2089.285714")
        // From a break-even rounded to the microdollar it would have come out a microdollar and a half higher.
        let rounded = EnergyPrice(microdollarsPerMegawattHour: 92_857_143)
        #expect(try Self.ninetyMegawattsForAnInterval.cost(at: rounded).decimalSixPlaces == "2089.285718")
    }

    @Test("rounds a cost of half a microdollar to even")
    func roundsHalfToEven() throws {
        let energy = Energy(microwattSeconds: Energy.microwattSecondsPerMegawattHour / 2)
        #expect(try energy.cost(at: EnergyPrice(stored: 1)) == .zero)
        #expect(try energy.cost(at: EnergyPrice(stored: 3)) == Money(stored: 2))
        #expect(try energy.cost(at: EnergyPrice(stored: -1)) == .zero)
        #expect(try energy.cost(at: EnergyPrice(stored: -3)) == Money(stored: -2))
    }

    @Test("throws when the cost does not fit")
    func throwsWhenTooLarge() {
        let energy = Energy.megawattHours(1_000_000)
        #expect(throws: AmountOutOfRange.self) { try energy.cost(at: EnergyPrice(stored: .max)) }
        let astronomic = Energy(microwattSeconds: .max / 2)
        #expect(throws: AmountOutOfRange.self) { try astronomic.cost(at: EnergyPrice(stored: .max)) }
    }

    @Test("agrees with fractions in lowest terms where the short way does not fit", arguments: UInt64(0)..<10)
    func shortWayAgrees(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let energy = Energy(
                microwattSeconds: Int128(Int64.random(in: -1_000_000...1_000_000, using: &random)))
            let price = try Fraction(
                Int128(Int64.random(in: .min ... .max, using: &random)),
                over: Int128(Int64.random(in: 1...1_000_000_000_000, using: &random)))
            let exact = try Fraction(energy.microwattSeconds, over: Energy.microwattSecondsPerMegawattHour)
                .times(price).roundedHalfToEven
            #expect(try energy.cost(at: price).microdollars == Int64(exact))
        }
    }

    @Test("reaches the long way round when a common factor makes an amount fit")
    func longWay() throws {
        let factor: Int128 = 1 << 70
        let energy = Energy(microwattSeconds: factor)
        let price = try Fraction(Energy.microwattSecondsPerMegawattHour * 5, over: factor * 3)
        #expect(try energy.cost(at: price) == Money(stored: 2))
    }

    @Test("prints negative and tiny amounts")
    func prints() {
        #expect(Energy(microwattSeconds: -1).megawattHours(places: 3) == "0.000")
        #expect((Energy.zero - .megawattHours(2)).megawattHours(places: 1) == "-2.0")
        #expect(Energy.megawattHours(7).megawattHours(places: 0) == "7")
    }
}
