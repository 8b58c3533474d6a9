package import GridMarket
package import GridUnits

extension CoincidentPeakTerms {
    /// The peak that a settlement interval is part of, by its start; a 30-minute peak has two intervals.
    ///
    /// - Parameters:
    ///   - interval: the settlement interval.
    ///   - zone: the market's clock.
    /// - Returns: nil outside every peak, and for peaks outside the terms' own year.
    package func peak(
        of interval: SettlementInterval, zone: MarketTimeZone = .centralPrevailing
    ) -> Peak? {
        let day = zone.operatingDay(of: interval.start)
        guard firstDay <= day, day <= lastDay else { return nil }
        return peaks.first { peak in
            peak.start <= interval.start
                && interval.start < peak.start.advanced(bySeconds: Int64(intervalMinutes) * 60)
        }
    }

    /// The saving of one settlement interval of a peak in next year's transmission charges.
    ///
    /// Contingent, whatever the peak: it is paid by and by, and until ERCOT publishes the peak it may be nothing.
    /// Drawing less than the minimum that is billed saves nothing more, so that the savings of a year's peaks
    /// are never more than the saving of the year.
    ///
    /// - Parameters:
    ///   - consumed: metered in the interval.
    ///   - baseline: what would have been drawn, where ``normalLoad`` does not say it.
    /// - Returns: negative where more was drawn than is normal; rounded once, half to even.
    /// - Throws: `AmountOutOfRange` when it does not fit.
    package func saving(consumed: Energy, baseline: Energy) throws(AmountOutOfRange) -> Money {
        let normal = normalLoad.map(SettlementInterval.energy(at:)) ?? baseline
        let billed = try max(
            Fraction(whole: consumed.microwattSeconds),
            Fraction(whole: normal.microwattSeconds).times(minimumBillingShare))
        let microwattSecondsPerMegawatt = Int128(intervalMinutes) * 60 * Self.microwattsPerMegawatt
        let megawatts = try Fraction(whole: normal.microwattSeconds).minus(billed)
            .times(Fraction(1, over: microwattSecondsPerMegawatt))
        // One peak counts for its part of the mean.
        let charge = try megawatts.times(ratePerMegawattYear.exact)
        return try Money(rounding: charge.times(Fraction(1, over: Int128(peaksPerYear))))
    }

    private static var microwattsPerMegawatt: Int128 { 1_000_000_000_000 }
}
