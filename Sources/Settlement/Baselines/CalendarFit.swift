import GridUnits

/// The fit of one day's energy and shape to past days.
struct CalendarFit {
    /// All of the same kind, newest first.
    private(set) var days: [CalendarDate] = []
    /// Of all of them together.
    private(set) var energy = Energy.zero
    private(set) var daysOfWeekday = 0
    private(set) var inputs: [BaselineInput] = []
    private var energyOfWeekday = Energy.zero

    mutating func add(_ day: CalendarDate, _ energy: Energy, isOfWeekday: Bool) {
        days.append(day)
        self.energy += energy
        inputs.append(.day(day, energy, isOfWeekday ? .fittedEnergyAndForm : .fittedForm))
        guard isOfWeekday else { return }
        daysOfWeekday += 1
        energyOfWeekday += energy
    }

    /// The estimate of an interval: mean day energy × what part of the days it was.
    ///
    /// - Parameter past: the same interval's energy in all of the days together.
    /// - Returns: rounded once, half to even.
    /// - Throws: `AmountOutOfRange` when it does not fit.
    func estimate(from past: Energy) throws(AmountOutOfRange) -> Energy {
        let estimate = try energyOfWeekday.microwattSeconds.times(
            past.microwattSeconds, over: energy.microwattSeconds * Int128(daysOfWeekday))
        return Energy(microwattSeconds: estimate)
    }
}

/// Estimates the intervals of an event by the fits of its days, and corrects them by the hours before it.
struct FittedDays {
    let frame: DayFrame
    let rules: DayBaselineRules
    let history: LoadHistory
    /// One for each day of the frame.
    let fits: [CalendarDate: CalendarFit]
    /// The evidence of the fits.
    let inputs: [BaselineInput]
    let excluded: [ExcludedDay]

    /// The baseline; rounded for each interval once as an estimate and once corrected, half to even.
    ///
    /// - Throws: `AmountOutOfRange` when an energy does not fit.
    func result() throws(AmountOutOfRange) -> BaselineResult {
        let actuals = frame.window.compactMap(history.load(in:))
        let past = (frame.window + frame.event.intervals).flatMap(past(of:))
        let used = inputs + (actuals + past).map(BaselineInput.interval)
        var adjustment: Fraction?
        if rules.adjustmentWindow > .zero {
            if let missing = frame.window.first(where: { history.load(in: $0) == nil }) {
                return outcome(.gap(.intervalMissing(missing)), used)
            }
            let estimate = try estimates(of: frame.window).reduce(Energy.zero) { $0 + $1.energy }
            guard estimate > .zero else { return outcome(.gap(.nothingToAdjustBy), used) }
            let actual = actuals.reduce(Energy.zero) { $0 + $1.energy }
            adjustment = try Fraction(actual.microwattSeconds, over: estimate.microwattSeconds)
        }
        var loads = try estimates(of: frame.event.intervals)
        if let adjustment {
            for index in loads.indices {
                let corrected = try loads[index].energy.microwattSeconds.times(
                    adjustment.numerator, over: adjustment.denominator)
                loads[index] = IntervalLoad(
                    interval: loads[index].interval, energy: Energy(microwattSeconds: corrected))
            }
        }
        return outcome(.byInterval(loads), used, adjustment)
    }

    private func estimates(
        of intervals: [SettlementInterval]
    ) throws(AmountOutOfRange) -> [IntervalLoad] {
        var loads: [IntervalLoad] = []
        for interval in intervals {
            guard let fit = fits[interval.key(in: rules.zone).operatingDay] else { continue }
            let energy = try fit.estimate(from: past(of: interval).reduce(.zero) { $0 + $1.energy })
            loads.append(IntervalLoad(interval: interval, energy: energy))
        }
        return loads
    }

    /// The same local interval of each past day.
    private func past(of interval: SettlementInterval) -> [IntervalLoad] {
        let key = interval.key(in: rules.zone)
        return (fits[key.operatingDay]?.days ?? []).compactMap { day in
            rules.interval(like: key, on: day).flatMap(history.load(in:))
        }
    }

    private func outcome(
        _ finding: BaselineResult.Finding, _ inputs: [BaselineInput], _ adjustment: Fraction? = nil
    ) -> BaselineResult {
        BaselineResult(
            method: .regressionCalendar, finding: finding, inputs: inputs, excludedDays: excluded,
            adjustment: adjustment)
    }
}
