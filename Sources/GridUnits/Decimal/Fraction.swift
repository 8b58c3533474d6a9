/// An exact rational number, always in lowest terms with a positive denominator.
package struct Fraction: Hashable, Sendable {
    /// The number above the line; negative for a negative fraction.
    package let numerator: Int128
    /// The number below the line, above zero.
    package let denominator: Int128

    /// None of anything: 0 of 1.
    package static let zero = Fraction(whole: 0)
    /// All of it: 1 of 1.
    package static let one = Fraction(whole: 1)

    package init(whole: Int128) {
        numerator = whole
        denominator = 1
    }

    /// Makes a fraction in lowest terms.
    ///
    /// - Throws: ``AmountOutOfRange`` when `denominator` is zero, or when a term does not fit 128 bits.
    package init(_ numerator: Int128, over denominator: Int128) throws(AmountOutOfRange) {
        guard denominator != 0 else { throw AmountOutOfRange("\(numerator)/0") }
        guard denominator != 1 else {
            self.init(whole: numerator)
            return
        }
        let divisor = Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        // In magnitudes, because the lowest integer has no negative of its own size.
        guard let top = Int128(exactly: numerator.magnitude / divisor),
            let bottom = Int128(exactly: denominator.magnitude / divisor)
        else { throw AmountOutOfRange("(\(numerator))/(\(denominator))") }
        self.init(lowestTerms: (numerator < 0) == (denominator < 0) ? top : -top, over: bottom)
    }

    /// A whole number of hundredths.
    package static func percent(_ hundredths: Int128) -> Fraction {
        let divisor = Int128(greatestCommonDivisor(hundredths.magnitude, 100))
        return Fraction(lowestTerms: hundredths / divisor, over: 100 / divisor)
    }

    private init(lowestTerms numerator: Int128, over denominator: Int128) {
        self.numerator = numerator
        self.denominator = denominator
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

    /// Euclid's; `right` is not zero.
    private static func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
        var (a, b) = (left, right)
        while b != 0 { (a, b) = (b, a % b) }
        return a
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

extension Int128 {
    /// The quotient rounded once, ties to the even neighbour, as ERCOT statements and banks round.
    ///
    /// - Parameter divisor: greater than zero.
    /// - Returns: the nearest integer to `self / divisor`.
    package func dividedHalfToEven(by divisor: Int128) -> Int128 {
        precondition(divisor > 0, "division of money or energy by \(divisor)")
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        let magnitude = remainder.magnitude
        let complement = divisor.magnitude - magnitude
        let roundsAway = magnitude > complement || (magnitude == complement && quotient % 2 != 0)
        guard roundsAway else { return quotient }
        return self < 0 ? quotient - 1 : quotient + 1
    }
}

/// A computation whose exact result does not fit its type; nothing was clamped or wrapped.
package struct AmountOutOfRange: Error, Hashable, Sendable, CustomStringConvertible {
    /// The operation and its operands, for the operator.
    package let operation: String

    package init(_ operation: String) { self.operation = operation }

    package var description: String {
        "\(operation) does not fit. Nothing was recorded for it; check the input's unit and magnitude."
    }
}
