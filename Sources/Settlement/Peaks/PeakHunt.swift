package import GridUnits

/// A season of curtailments on the mere chance that a peak comes.
package struct PeakHunt: Hashable, Sendable {
    /// How often the load was called down.
    package let calls: Int
    /// How long each call lasted.
    package let span: TimeSpan
    /// How much was curtailed.
    package let power: Power

    package init(calls: Int, span: TimeSpan, power: Power) {
        self.calls = calls
        self.span = span
        self.power = power
    }

    /// What the season cost: the curtailed energy at what it would have earned beyond its price.
    ///
    /// - Parameters:
    ///   - breakEven: microdollars per megawatt-hour, exact.
    ///   - price: what energy cost meanwhile.
    /// - Returns: negative where the curtailments paid for themselves; rounded once, half to even.
    /// - Throws: `AmountOutOfRange` when it does not fit.
    package func cost(breakEven: Fraction, price: EnergyPrice) throws(AmountOutOfRange) -> Money {
        let lost = try breakEven.minus(Fraction(whole: Int128(price.microdollarsPerMegawattHour)))
        let energy = power.energy(overNanoseconds: span.nanoseconds)
        return try energy.cost(at: lost.times(Fraction(whole: Int128(calls))))
    }
}
