import CurtailTesting
import GridUnits
import Testing

@Suite("Fraction")
struct FractionTests {
    @Test(
        "stands in lowest terms with a positive denominator",
        arguments: [
            (2, 4, 1, 2), (-2, 4, -1, 2), (2, -4, -1, 2), (-2, -4, 1, 2), (0, 7, 0, 1), (0, -7, 0, 1),
            (7, 1, 7, 1),
            (39_000, 420, 650, 7), (.min, 2, .min / 2, 1), (.min, .min, 1, 1), (.max, .max, 1, 1),
            (.min, 1, .min, 1),
        ] as [(Int128, Int128, Int128, Int128)])
    func reduces(numerator: Int128, denominator: Int128, top: Int128, bottom: Int128) throws {
        let fraction = try Fraction(numerator, over: denominator)
        #expect(fraction.numerator == top)
        #expect(fraction.denominator == bottom)
        #expect(try Fraction(top, over: bottom) == fraction)
    }

    @Test(
        "refuses a zero denominator and terms that do not fit",
        arguments: [(1, 0), (0, 0), (.min, -1), (1, .min), (3, .min)] as [(Int128, Int128)])
    func refuses(numerator: Int128, denominator: Int128) {
        #expect(throws: AmountOutOfRange.self) { try Fraction(numerator, over: denominator) }
    }

    @Test("multiplies and adds exactly")
    func computes() throws {
        let third = try Fraction(1, over: 3)
        let half = try Fraction(-1, over: 2)
        #expect(try third.times(half) == Fraction(-1, over: 6))
        #expect(try third.plus(half) == Fraction(-1, over: 6))
        #expect(try third.plus(Fraction(2, over: 3)) == .one)
        #expect(try third.times(.zero) == .zero)
        #expect(try third.plus(.zero) == third)
    }

    @Test("throws instead of wrapping when a product or a sum does not fit")
    func overflows() throws {
        let huge = Fraction(whole: .max)
        #expect(throws: AmountOutOfRange.self) { try huge.times(huge) }
        #expect(throws: AmountOutOfRange.self) { try huge.plus(.one) }
        #expect(throws: AmountOutOfRange.self) {
            try Fraction(1, over: .max).plus(Fraction(1, over: .max - 1))
        }
    }

    @Test("compares by cross-multiplication, however large the terms are")
    func compares() throws {
        let below = try Fraction(.max - 2, over: .max - 1)
        let above = try Fraction(.max - 1, over: .max)
        #expect(below < above)
        #expect(!(above < below))
        #expect(Fraction(whole: .min) < Fraction(whole: .max))
        #expect(try Fraction(-1, over: 3) < Fraction(-1, over: 4))
        #expect(try !(Fraction(1, over: 3) < Fraction(1, over: 3)))
    }

    @Test("orders as the integers do when both are scaled alike", arguments: UInt64(0)..<10)
    func ordersAsIntegers(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let left = Int128(Int64.random(in: -1_000...1_000, using: &random))
            let right = Int128(Int64.random(in: -1_000...1_000, using: &random))
            let scale = Int128(Int64.random(in: 1...1_000_000, using: &random))
            #expect(try (Fraction(left, over: scale) < Fraction(right, over: scale)) == (left < right))
        }
    }

    @Test(
        "rounds half to even on both sides of zero",
        arguments: [
            (1, 2, 0), (3, 2, 2), (5, 2, 2), (-1, 2, 0), (-3, 2, -2), (-5, 2, -2), (2, 3, 1), (-2, 3, -1),
            (1, 3, 0),
            (7, 1, 7), (0, 5, 0), (-7, 4, -2),
        ] as [(Int128, Int128, Int128)])
    func rounds(numerator: Int128, denominator: Int128, expected: Int128) throws {
        #expect(try Fraction(numerator, over: denominator).roundedHalfToEven == expected)
        #expect(numerator.dividedHalfToEven(by: denominator) == expected)
    }

    @Test("rounds the ends of 128 bits without trapping")
    func roundsExtremes() {
        #expect(Int128.max.dividedHalfToEven(by: .max) == 1)
        #expect(Int128.min.dividedHalfToEven(by: 1) == .min)
        #expect(Int128.min.dividedHalfToEven(by: .max) == -1)
        #expect((Int128.max - 1).dividedHalfToEven(by: .max) == 1)
    }

    @Test("prints as a ratio, or as an integer where it is one")
    func describes() throws {
        #expect(try Fraction(6, over: -4).description == "-3/2")
        #expect(Fraction(whole: 5).description == "5")
    }

    @Test(
        "hundredths are in lowest terms",
        arguments: [(0, 0, 1), (5, 1, 20), (85, 17, 20), (100, 1, 1), (-150, -3, 2), (.min, .min / 4, 25)]
            as [(Int128, Int128, Int128)])
    func percent(hundredths: Int128, numerator: Int128, denominator: Int128) {
        let fraction = Fraction.percent(hundredths)
        #expect(fraction.numerator == numerator && fraction.denominator == denominator)
    }
}
