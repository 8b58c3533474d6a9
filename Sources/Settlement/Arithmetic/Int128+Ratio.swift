import GridUnits

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
