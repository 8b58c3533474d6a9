import GridUnits
import Testing

@Suite("Quantity")
struct QuantityTests {
    @Test("reads and prints in the unit people write")
    func readsAndPrints() throws {
        #expect(try Power(decimal: "99.9985") == .kilowatts(99_998) + .watts(500))
        #expect(try Power(decimal: "99.9985").decimal == "99.9985")
        #expect(try Power.watts(decimal: "3500") == .watts(3_500))
        #expect(try Power.watts(decimal: "3500.000001").microwatts == 3_500_000_001)
        #expect(try EnergyPrice(decimal: "-251") == .dollarsPerMegawattHour(-251))
        #expect(try EnergyPrice(decimal: "4964.84") == .centsPerMegawattHour(496_484))
        #expect(try Frequency(decimal: "59.7") == .millihertz(59_700))
        #expect(Frequency.hertz(60).decimal == "60")
        #expect(try FrequencyRate(decimal: "-0.825").microhertzPerSecond == -825_000)
        #expect(try CapacityPrice(decimal: "15.03").microdollarsPerMegawattAndHour == 15_030_000)
        #expect(try Money(decimal: "-0.000001").decimalSixPlaces == "-0.000001")
        #expect(Money.dollars(3).decimalSixPlaces == "3.000000")
        #expect(Power.megawatts(100).decimal(places: 3) == "100.000")
    }

    @Test("refuses digits it cannot hold")
    func refusesExcessDigits() {
        #expect(throws: DecimalText.Failure.tooManyDigits(scale: 6)) { try Money(decimal: "0.1234567") }
        #expect(throws: DecimalText.Failure.tooManyDigits(scale: 12)) {
            try Power(decimal: "0.1234567890123")
        }
        #expect(throws: DecimalText.Failure.tooManyDigits(scale: 6)) { try Power.watts(decimal: "0.0000001") }
    }

    @Test("rounds a published average when told to")
    func roundsAverages() throws {
        #expect(try EnergyPrice(decimal: "483.33333333333", excess: .roundHalfToEven).decimal == "483.333333")
    }

    @Test("throws instead of wrapping on amounts from outside")
    func throwsOnOverflow() throws {
        let most = Money(stored: .max)
        #expect(throws: AmountOutOfRange.self) { try most.adding(Money(stored: 1)) }
        #expect(throws: AmountOutOfRange.self) { try Money(stored: .min).adding(Money(stored: -1)) }
        #expect(throws: AmountOutOfRange.self) { try most.scaled(by: Fraction(3, over: 2)) }
        #expect(try most.adding(.zero) == most)
    }

    @Test("scales by an exact ratio and rounds once")
    func scales() throws {
        #expect(try Power.watts(3_500).scaled(by: Fraction(21, over: 20)) == .watts(3_675))
        #expect(try Money(stored: 5).scaled(by: Fraction(1, over: 2)) == Money(stored: 2))
        #expect(try Money(stored: 7).scaled(by: Fraction(1, over: 2)) == Money(stored: 4))
        #expect(try Money(stored: -7).scaled(by: Fraction(1, over: 2)) == Money(stored: -4))
    }

    @Test("says in an error what did not fit and what was done")
    func explains() {
        let failure = AmountOutOfRange("Money 1 + 2")
        #expect(failure.description.hasPrefix("Money 1 + 2 does not fit. Nothing was recorded"))
    }
}
