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

    /// The two settlements of one interval; positive is to the site.
    package struct Settlement: Hashable, Sendable {
        /// What the position cost day-ahead; negative when bought.
        package let dayAhead: Money
        /// The position sold back at the real-time price.
        package let position: Money
        /// The load bought at the energy-weighted real-time price; negative.
        package let load: Money

        /// The real-time settlement, position and load together.
        ///
        /// - Throws: `AmountOutOfRange` when the sum does not fit.
        package func realTime() throws(AmountOutOfRange) -> Money { try position.adding(load) }

        /// Both settlements together.
        ///
        /// - Throws: `AmountOutOfRange` when the sum does not fit.
        package func net() throws(AmountOutOfRange) -> Money { try dayAhead.adding(realTime()) }
    }

    /// Settles one interval; each line rounded once, half to even.
    ///
    /// - Parameters:
    ///   - load: the whole site's metered energy of the interval.
    ///   - price: the real-time price that settles positions (RTSPP).
    ///   - loadPrice: the energy-weighted real-time price that settles physical load (RTSPPEW).
    /// - Returns: the lines.
    /// - Throws: `AmountOutOfRange` when an amount does not fit.
    package func settlement(
        of load: Energy, at price: EnergyPrice, loadPrice: EnergyPrice
    ) throws(AmountOutOfRange) -> Settlement {
        Settlement(
            dayAhead: try (Energy.zero - quantity).cost(at: self.price),
            position: try quantity.cost(at: price),
            load: try (Energy.zero - load).cost(at: loadPrice))
    }

    /// What the position itself gains in one interval, whatever the load does: `Q·h·(RTSPP - DASPP)`.
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
