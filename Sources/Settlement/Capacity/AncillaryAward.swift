import GridMarket
package import GridUnits

/// The award of one Ancillary Service product in one settlement interval, with its prices.
package struct AncillaryAward: Hashable, Sendable {
    /// The award of real time, which is ERCOT's time-weighted one and not what the site thinks it offered.
    package struct RealTime: Hashable, Sendable {
        /// Megawatts times the time of the interval for which they were awarded.
        package let capacity: Energy
        /// The 15-minute clearing price (RT MCPC).
        package let price: CapacityPrice

        package init(capacity: Energy, price: CapacityPrice) {
            self.capacity = capacity
            self.price = price
        }

        /// An award of the whole interval.
        package init(capacity: Power, price: CapacityPrice) {
            self.init(capacity: SettlementInterval.energy(at: capacity), price: price)
        }
    }

    /// The award of the Day-Ahead Market, megawatts times the time of the interval for which they were sold.
    ///
    /// A financial position; zero for a product not sold there.
    package let dayAhead: Energy
    /// The hourly clearing price of the Day-Ahead Market (MCPC).
    package let dayAheadPrice: CapacityPrice
    /// Nil until ERCOT's real-time award and price are known; nothing is assumed before.
    package let realTime: RealTime?

    package init(dayAhead: Energy, dayAheadPrice: CapacityPrice, realTime: RealTime?) {
        self.dayAhead = dayAhead
        self.dayAheadPrice = dayAheadPrice
        self.realTime = realTime
    }

    /// An award of the whole interval.
    package init(dayAhead: Power, dayAheadPrice: CapacityPrice, realTime: RealTime?) {
        self.init(
            dayAhead: SettlementInterval.energy(at: dayAhead), dayAheadPrice: dayAheadPrice,
            realTime: realTime)
    }

    /// A quarter of the hour's day-ahead payment: `h × A_da × MCPC_da × share`.
    ///
    /// - Parameter share: the site's part of it, 0 to 1.
    /// - Returns: US dollars, rounded once, half to even, to the microdollar.
    /// - Throws: `AmountOutOfRange` when it does not fit.
    package func dayAheadPay(share: Fraction = .one) throws(AmountOutOfRange) -> Money {
        try dayAheadPrice.pay(for: dayAhead, share: share)
    }

    /// The real-time pay for more than the day-ahead award, or its claw-back for less.
    ///
    /// `h × (A_rt - A_da) × MCPC_rt × share` (Protocols section 6.7.2.1).
    ///
    /// - Parameter share: the site's part of it, 0 to 1; of a charge it bears the same part.
    /// - Returns: nil until the real-time award is known.
    /// - Throws: `AmountOutOfRange` when it does not fit.
    package func realTimeImbalance(share: Fraction = .one) throws(AmountOutOfRange) -> Money? {
        guard let realTime else { return nil }
        return try realTime.price.pay(for: realTime.capacity - dayAhead, share: share)
    }
}
