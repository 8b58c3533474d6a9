import GridUnits

extension Fraction {
    /// The exact difference.
    ///
    /// - Throws: `AmountOutOfRange` when it does not fit 128 bits.
    func minus(_ other: Fraction) throws(AmountOutOfRange) -> Fraction {
        try plus(other.times(Fraction(whole: -1)))
    }
}
