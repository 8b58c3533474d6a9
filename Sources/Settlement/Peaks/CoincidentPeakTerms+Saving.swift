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

    /// What one settlement interval of a peak takes off next year's transmission charges.
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
        return try Money(rounding: charge(forMegawattsOfOnePeak: megawatts))
    }

    /// What a year's peaks take off the next year's charges: `(normal - mean of the peaks) × rate`.
    ///
    /// - Parameters:
    ///   - demands: what was drawn at each peak.
    ///   - normal: what would have been drawn; ``normalLoad``, where there is one.
    /// - Returns: nil unless there is one demand for each of ``peaksPerYear``: no peak is guessed.
    /// - Throws: `AmountOutOfRange` when it does not fit.
    package func yearlySaving(demands: [Power], normal: Power) throws(AmountOutOfRange) -> Money? {
        guard demands.count == peaksPerYear, peaksPerYear > 0 else { return nil }
        let sum = demands.reduce(0) { $0 + Int128($1.microwatts) }
        let floor = try Fraction(whole: Int128(normal.microwatts)).times(minimumBillingShare)
        let billed = try max(Fraction(sum, over: Int128(peaksPerYear)), floor)
        let saved = try Fraction(whole: Int128(normal.microwatts)).minus(billed)
        return try Money(
            rounding: saved.times(Fraction(1, over: Self.microwattsPerMegawatt)).times(
                ratePerMegawattYear.exact))
    }

    /// What of a year's saving each month of the next year brings, rounded once, half to even.
    package static func monthlyPart(of yearlySaving: Money) -> Money {
        Money(microdollars: Int64(Int128(yearlySaving.microdollars).dividedHalfToEven(by: 12)))
    }

    /// What it costs to have drawn through one peak.
    ///
    /// - Parameters:
    ///   - drawn: at the peak.
    ///   - possible: what would have been drawn, had the peak been met.
    /// - Returns: US dollars for the next year, positive; rounded once, half to even.
    /// - Throws: `AmountOutOfRange` when it does not fit.
    package func costOfMiss(drawn: Power, possible: Power) throws(AmountOutOfRange) -> Money {
        let megawatts = try Fraction(
            Int128(drawn.microwatts) - Int128(possible.microwatts), over: Self.microwattsPerMegawatt)
        return try Money(rounding: charge(forMegawattsOfOnePeak: megawatts))
    }

    private static var microwattsPerMegawatt: Int128 { 1_000_000_000_000 }

    /// One peak counts for its part of the mean.
    private func charge(forMegawattsOfOnePeak megawatts: Fraction) throws(AmountOutOfRange) -> Fraction {
        try megawatts.times(ratePerMegawattYear.exact).times(Fraction(1, over: Int128(peaksPerYear)))
    }
}
