/// An exact rational number, always in lowest terms with a positive denominator.
package struct Fraction: Hashable, Sendable {
    package let numerator: Int128
    package let denominator: Int128

    package static let zero = Fraction(whole: 0)
    package static let one = Fraction(whole: 1)

    package init(whole: Int128) {
        numerator = whole
        denominator = 1
    }

    /// Makes a fraction in lowest terms.
    ///
    /// - Throws: ``AmountOutOfRange`` when `denominator` is zero.
    package init(_ numerator: Int128, over denominator: Int128) throws(AmountOutOfRange) {
        guard denominator != 0 else { throw AmountOutOfRange("\(numerator)/0") }
        let sign: Int128 = denominator < 0 ? -1 : 1
        let divisor = denominator == 1 ? 1 : Self.greatestCommonDivisor(numerator, denominator)
        self.numerator = sign * numerator / divisor
        self.denominator = sign * denominator / divisor
    }

    /// The exact product.
    ///
    /// - Throws: ``AmountOutOfRange`` when it does not fit 128 bits.
    package func times(_ other: Fraction) throws(AmountOutOfRange) -> Fraction {
        let (top, topOverflow) = numerator.multipliedReportingOverflow(by: other.numerator)
        let (bottom, bottomOverflow) = denominator.multipliedReportingOverflow(by: other.denominator)
        guard !topOverflow, !bottomOverflow else { throw AmountOutOfRange("(\(self)) × (\(other))") }
        return try Fraction(top, over: bottom)
    }

    /// The exact sum.
    ///
    /// - Throws: ``AmountOutOfRange`` when it does not fit 128 bits.
    package func plus(_ other: Fraction) throws(AmountOutOfRange) -> Fraction {
        let (left, leftOverflow) = numerator.multipliedReportingOverflow(by: other.denominator)
        let (right, rightOverflow) = other.numerator.multipliedReportingOverflow(by: denominator)
        let (top, topOverflow) = left.addingReportingOverflow(right)
        let (bottom, bottomOverflow) = denominator.multipliedReportingOverflow(by: other.denominator)
        guard !leftOverflow, !rightOverflow, !topOverflow, !bottomOverflow else {
            throw AmountOutOfRange("(\(self)) + (\(other))")
        }
        return try Fraction(top, over: bottom)
    }

    /// The nearest integer, half to even.
    package var roundedHalfToEven: Int128 { numerator.dividedHalfToEven(by: denominator) }

    private static func greatestCommonDivisor(_ left: Int128, _ right: Int128) -> Int128 {
        var (a, b) = (left.magnitude, right.magnitude)
        while b != 0 { (a, b) = (b, a % b) }
        return a == 0 ? 1 : Int128(a)
    }
}

extension Fraction: Comparable {
    package static func < (left: Fraction, right: Fraction) -> Bool {
        // Full-width products: a comparison must be right for every pair of fractions.
        let a = left.numerator.multipliedFullWidth(by: right.denominator)
        let b = right.numerator.multipliedFullWidth(by: left.denominator)
        return a.high == b.high ? a.low < b.low : a.high < b.high
    }
}

extension Fraction: CustomStringConvertible {
    package var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}
