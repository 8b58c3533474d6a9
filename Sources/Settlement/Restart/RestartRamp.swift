package import GridUnits

/// A linear return of curtailed load, which loses energy that would have earned something.
package struct RestartRamp: Hashable, Sendable {
    /// How much load returns.
    package let power: Power
    /// From the first unit that wakes to the full load.
    package let span: TimeSpan

    package init(power: Power, span: TimeSpan) {
        self.power = power
        self.span = span
    }

    /// What is not consumed on the way up: half of the load over the span, `M × r / 120` in MW and minutes.
    package var lostEnergy: Energy {
        let doubled = power.energy(overNanoseconds: span.nanoseconds)
        return Energy(microwattSeconds: doubled.microwattSeconds.dividedHalfToEven(by: 2))
    }

    /// What one return costs: the lost energy at what it would have earned beyond its price.
    ///
    /// - Parameters:
    ///   - breakEven: microdollars per megawatt-hour, exact.
    ///   - price: what energy costs while the load returns.
    /// - Returns: negative where energy costs more than it earns; rounded once, half to even.
    /// - Throws: `AmountOutOfRange` when it does not fit.
    package func cost(breakEven: Fraction, price: EnergyPrice) throws(AmountOutOfRange) -> Money {
        try lostEnergy.cost(at: breakEven.minus(Fraction(whole: Int128(price.microdollarsPerMegawattHour))))
    }

    /// How much each megawatt-hour of a curtailment has to earn for the return.
    ///
    /// - Parameters:
    ///   - breakEven: microdollars per megawatt-hour, exact.
    ///   - price: what energy costs while the load returns.
    ///   - curtailed: the energy curtailed before the load returns; more than zero.
    /// - Returns: rounded once, half to even, to the microdollar per megawatt-hour.
    /// - Throws: `AmountOutOfRange` when nothing was curtailed or the price does not fit.
    package func surcharge(
        breakEven: Fraction, price: EnergyPrice, on curtailed: Energy
    ) throws(AmountOutOfRange) -> EnergyPrice {
        let margin = try breakEven.minus(Fraction(whole: Int128(price.microdollarsPerMegawattHour)))
        let exact = try Fraction(lostEnergy.microwattSeconds, over: curtailed.microwattSeconds).times(margin)
        guard let rounded = Int64(exactly: exact.roundedHalfToEven) else {
            throw AmountOutOfRange("\(exact) microdollars/MWh")
        }
        return EnergyPrice(stored: rounded)
    }
}
