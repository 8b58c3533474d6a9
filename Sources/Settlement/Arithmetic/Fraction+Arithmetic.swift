import GridUnits

extension Fraction {
    /// The exact difference.
    ///
    /// - Throws: `AmountOutOfRange` when it does not fit 128 bits.
    func minus(_ other: Fraction) throws(AmountOutOfRange) -> Fraction {
        try plus(other.times(Fraction(whole: -1)))
    }

    /// The exact quotient.
    ///
    /// - Throws: `AmountOutOfRange` when `other` is zero or the quotient does not fit 128 bits.
    func divided(by other: Fraction) throws(AmountOutOfRange) -> Fraction {
        try times(Fraction(other.denominator, over: other.numerator))
    }
}
