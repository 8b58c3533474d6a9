import CurtailTesting
import GridUnits
import Testing

@testable import Settlement

@Suite("Int128 ratios")
struct RatioTests {
    @Test(
        "round half to even on both sides of zero",
        arguments: [
            (5, 1, 2, 2), (7, 1, 2, 4), (-5, 1, 2, -2), (5, -3, 10, -2), (-7, -1, 2, 4), (0, 5, 7, 0),
            (Int128.max, 3, 3, .max), (.max, .max, .max, .max),
        ] as [(Int128, Int128, Int128, Int128)])
    func rounds(value: Int128, numerator: Int128, denominator: Int128, expected: Int128) throws {
        #expect(try value.times(numerator, over: denominator) == expected)
    }

    @Test(
        "throw when the result does not fit", arguments: [(2, 1), (.max, 1), (.max, 2)] as [(Int128, Int128)])
    func throwsWhenTooLarge(numerator: Int128, denominator: Int128) {
        #expect(throws: AmountOutOfRange.self) { try Int128.max.times(numerator, over: denominator) }
    }

    @Test("agree with fractions wherever those can tell", arguments: UInt64(0)..<100)
    func agrees(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let value = Int128(Int64.random(in: .min...(.max), using: &random))
        let numerator = Int128(Int64.random(in: -1_000_000...1_000_000, using: &random))
        let denominator = Int128(Int64.random(in: 1...1_000_000, using: &random))
        let exact = try Fraction(whole: value).times(Fraction(numerator, over: denominator))
        #expect(try value.times(numerator, over: denominator) == exact.roundedHalfToEven)
    }
}
