package import GridUnits

extension Fraction {
    /// The exact difference.
    ///
    /// - Throws: `AmountOutOfRange` when it does not fit 128 bits.
    func minus(_ other: Fraction) throws(AmountOutOfRange) -> Fraction {
        try plus(other.times(Fraction(whole: -1)))
    }
}

extension Int128 {
    /// This number times a ratio whose product may have up to 256 bits, rounded once, half to even.
    ///
    /// - Parameters:
    ///   - numerator: of either sign.
    ///   - denominator: greater than zero.
    /// - Returns: the nearest integer to `self × numerator / denominator`.
    /// - Throws: `AmountOutOfRange` when it does not fit.
    func times(_ numerator: Int128, over denominator: Int128) throws(AmountOutOfRange) -> Int128 {
        precondition(denominator > 0, "a ratio over \(denominator)")
        let product = magnitude.multipliedFullWidth(by: numerator.magnitude)
        guard product.high < denominator.magnitude else {
            throw AmountOutOfRange("\(self) × \(numerator) / \(denominator)")
        }
        let (quotient, remainder) = denominator.magnitude.dividingFullWidth((product.high, product.low))
        let complement = denominator.magnitude - remainder
        let roundsUp = remainder > complement || (remainder == complement && quotient % 2 != 0)
        let (rounded, overflows) = quotient.addingReportingOverflow(roundsUp ? 1 : 0)
        guard !overflows, let result = Int128(exactly: rounded) else {
            throw AmountOutOfRange("\(self) × \(numerator) / \(denominator)")
        }
        return (self < 0) == (numerator < 0) ? result : -result
    }
}

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

extension SettlementInterval {
    /// How long an interval is.
    package static let length = TimeSpan.seconds(lengthSeconds)

    /// The energy of a constant load over a whole interval, exact.
    package static func energy(at power: Power) -> Energy {
        Energy(microwattSeconds: Int128(power.microwatts) * Int128(lengthSeconds))
    }
}
