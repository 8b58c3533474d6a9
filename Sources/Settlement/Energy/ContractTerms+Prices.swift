package import GridMarket
package import GridUnits

extension ContractTerms {
    /// What a megawatt-hour bought at the index costs, delivered: price × loss factor + adder.
    ///
    /// - Parameter price: the interval's settlement price.
    /// - Returns: microdollars per megawatt-hour, exact.
    /// - Throws: `AmountOutOfRange` when it does not fit.
    package func deliveredPrice(at price: EnergyPrice) throws(AmountOutOfRange) -> Fraction {
        let whole = Fraction(whole: Int128(price.microdollarsPerMegawattHour))
        return try whole.times(lossFactor).plus(
            Fraction(whole: Int128(adder.microdollarsPerMegawattHour)))
    }

    /// What a megawatt-hour of the block brings when it is sold back: price - fee, without losses.
    ///
    /// - Parameter price: the interval's settlement price.
    /// - Returns: microdollars per megawatt-hour, exact; negative when spot does not even pay the fee.
    package func resalePrice(at price: EnergyPrice) -> Fraction {
        Fraction(
            whole: Int128(price.microdollarsPerMegawattHour) - Int128(resaleFee.microdollarsPerMegawattHour))
    }

    /// What curtailed energy is worth, each part rounded once, half to even.
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
