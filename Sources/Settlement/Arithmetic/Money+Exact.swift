import GridUnits

extension Money {
    /// Rounds exact microdollars, half to even; the one rounding of an amount.
    ///
    /// - Throws: `AmountOutOfRange` when it does not fit; nothing is clamped or wrapped.
    init(rounding microdollars: Fraction) throws(AmountOutOfRange) {
        guard let whole = Int64(exactly: microdollars.roundedHalfToEven) else {
            throw AmountOutOfRange("\(microdollars) microdollars")
        }
        self.init(microdollars: whole)
    }

    /// The exact amount, for a product that is rounded at its end.
    var exact: Fraction { Fraction(whole: Int128(microdollars)) }
}
