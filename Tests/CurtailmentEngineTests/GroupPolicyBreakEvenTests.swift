import CurtailmentEngine
import GridUnits
import Testing

@Suite("GroupPolicy break-even")
struct GroupPolicyBreakEvenTests {
    private static func breakEven(
        _ hashprice: String, joulesPerTerahash: String, fee: String, usage: String
    ) throws -> Fraction {
        let group = GroupPolicy(
            name: "s21", isCommanded: true,
            value: .mining(joulesPerTerahash: try thousandths(joulesPerTerahash)),
            shedRank: 0, units: [])
        let economics = EconomicsPolicy(
            dollarsPerPetahashDay: .zero, poolFee: try thousandths(fee),
            powerUsageEffectiveness: try thousandths(usage))
        return try group.breakEven(economics: economics, hashprice: Money(decimal: hashprice))
    }

    private static func thousandths(_ text: String) throws -> Fraction {
        try Fraction(Int128(DecimalText.parse(text.utf8, scale: 3)), over: 1_000)
    }

    @Test(
        "is what the published figures say",
        arguments: [
            ("39", "17.5", "0", "1", "92.857143"), ("45", "18", "0.015", "1.05", "97.718254"),
            ("52", "21.9", "0", "1", "98.934551"), ("30", "15", "0", "1", "83.333333"),
            ("45", "17.5", "0", "1", "107.142857"),
        ])
    func matchesVectors(
        hashprice: String, joulesPerTerahash: String, fee: String, usage: String, expected: String
    ) throws {
        let exact = try Self.breakEven(
            hashprice, joulesPerTerahash: joulesPerTerahash, fee: fee, usage: usage)
        let rounded = DecimalText.format(exact.roundedHalfToEven, scale: 6, minimumFraction: 6)
        #expect(rounded == expected)
    }

    @Test("is exact, so that a price beside it falls on the right side")
    func isExact() throws {
        let breakEven = try Self.breakEven("39", joulesPerTerahash: "17.5", fee: "0", usage: "1")
        #expect(try breakEven == Fraction(650_000_000, over: 7))
        #expect(Fraction(whole: 92_857_142) < breakEven)
        #expect(breakEven < Fraction(whole: 92_857_143))
    }

    @Test("is the stated value of load that does not mine")
    func takesStatedValue() throws {
        let group = GroupPolicy(
            name: "hpc", isCommanded: true, value: .stated(.dollarsPerMegawattHour(2_500)), shedRank: 9,
            units: [])
        let economics = EconomicsPolicy(
            dollarsPerPetahashDay: .dollars(45), poolFee: .zero, powerUsageEffectiveness: .one)
        let breakEven = try group.breakEven(economics: economics, hashprice: .dollars(45))
        #expect(breakEven == Fraction(whole: 2_500_000_000))
    }

    @Test("throws on an efficiency of zero instead of dividing by it")
    func refusesZeroEfficiency() {
        #expect(throws: AmountOutOfRange.self) {
            try Self.breakEven("39", joulesPerTerahash: "0", fee: "0", usage: "1")
        }
    }
}
