package import GridMarket
package import GridUnits

extension ContractTerms {
    /// The worth of curtailed energy, each part rounded once, half to even.
    ///
    /// - Parameters:
    ///   - split: one interval's curtailed energy.
    ///   - price: the interval's settlement price.
    /// - Returns: the money for what was avoided and for what was resold; the rest has no spot value.
    /// - Throws: `AmountOutOfRange` when an amount does not fit.
    package func value(
        of split: CurtailmentSplit, at price: EnergyPrice
    ) throws(AmountOutOfRange) -> (avoided: Money, resold: Money) {
        (
            avoided: try split.avoided.cost(at: deliveredPrice(at: price)),
            resold: try split.resold.cost(at: resalePrice(at: price))
        )
    }
}
