package import GridMarket
package import GridUnits

extension AvailabilityRule {
    /// The factor that an availability is paid by.
    ///
    /// - Parameter availability: 0 to 1.
    /// - Returns: 0 to 1.
    /// - Throws: `AmountOutOfRange` when the square does not fit.
    package func factor(of availability: Fraction) throws(AmountOutOfRange) -> Fraction {
        if availability < squaredBelow { return try availability.times(availability) }
        if let countsAsOneFrom, availability >= countsAsOneFrom { return .one }
        return availability
    }
}

extension EmergencyResponseContract {
    /// The part of one settlement interval in the payment of the contract.
    package struct Accrual: Hashable, Sendable {
        /// The period of the contract that the interval lies in.
        package let period: EmergencyResponsePeriod
        /// Microdollars for each megawatt and hour, exact: the period's price times factors and share.
        package let rate: Fraction
        /// The payment for the interval.
        package let amount: Money
    }

    /// All factors of the payment: availability by its rule, event performance, tests.
    ///
    /// - Throws: `AmountOutOfRange` when the product does not fit.
    package func paymentFactor() throws(AmountOutOfRange) -> Fraction {
        try availabilityRule.factor(of: availabilityFactor).times(performanceFactor).times(testFactor)
    }

    /// The earning of one interval by standing ready: `MW × h × price × factors × share`, rounded once.
    ///
    /// - Parameters:
    ///   - interval: the settlement interval.
    ///   - holidays: ERCOT's list.
    ///   - share: the site's part of the payment, 0 to 1.
    ///   - zone: the market's clock.
    /// - Returns: nil outside the contract and its Time Periods.
    /// - Throws: `AmountOutOfRange` when it does not fit.
    package func accrual(
        in interval: SettlementInterval, holidays: [CalendarDate], share: Fraction = .one,
        zone: MarketTimeZone = .centralPrevailing
    ) throws(AmountOutOfRange) -> Accrual? {
        guard let period = period(of: interval, holidays: holidays, zone: zone) else { return nil }
        let factor = try paymentFactor().times(share)
        let price = Fraction(whole: Int128(period.price.microdollarsPerMegawattAndHour))
        return Accrual(
            period: period, rate: try price.times(factor),
            amount: try period.price.pay(for: period.capacity, share: factor))
    }
}
