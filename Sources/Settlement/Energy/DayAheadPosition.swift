import GridMarket
package import GridUnits

/// Energy bought in the Day-Ahead Market for one interval: a financial position, settled against real time.
package struct DayAheadPosition: Hashable, Sendable {
    /// Positive when bought: megawatts times the time of the interval for which they were.
    package let quantity: Energy
    /// The day-ahead price (DASPP) of its hour.
    package let price: EnergyPrice

    package init(quantity: Energy, price: EnergyPrice) {
        self.quantity = quantity
        self.price = price
    }

    /// A position of the whole interval.
    package init(quantity: Power, price: EnergyPrice) {
        self.init(quantity: SettlementInterval.energy(at: quantity), price: price)
    }

    /// The gain of the position itself in one interval, whatever the load does: `Q·h·(RTSPP - DASPP)`.
    ///
    /// - Parameter price: the real-time price that settles positions (RTSPP).
    /// - Returns: negative where real time was cheaper; rounded once, half to even.
    /// - Throws: `AmountOutOfRange` when it does not fit.
    package func gain(at price: EnergyPrice) throws(AmountOutOfRange) -> Money {
        let spread =
            Int128(price.microdollarsPerMegawattHour) - Int128(self.price.microdollarsPerMegawattHour)
        return try quantity.cost(at: Fraction(whole: spread))
    }
}
