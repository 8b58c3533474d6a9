import GridUnits

/// The mean of past days for each interval of an event, corrected by the hours before it.
struct DayAverage {
    let method: BaselineMethod
    let frame: DayFrame
    let rules: DayBaselineRules
    let history: LoadHistory
    /// Which past days stand for which day; as many for each, and checked to have what is needed.
    let sources: [CalendarDate: [CalendarDate]]
    /// The evidence of the choice of days.
    let inputs: [BaselineInput]
    let excluded: [ExcludedDay]

    /// The energies of past days that one interval's mean is made of.
    private struct Sample {
        let loads: [IntervalLoad]

        var sum: Int128 { loads.reduce(0) { $0 + $1.energy.microwattSeconds } }
    }

    /// The baseline; rounded once for each interval, half to even.
    ///
    /// - Throws: `AmountOutOfRange` when an energy does not fit.
    func result() throws(AmountOutOfRange) -> BaselineResult {
        let actuals = frame.window.compactMap(history.load(in:))
        let windowSamples = frame.window.map(sample(of:))
        let eventSamples = frame.event.intervals.map(sample(of:))
        let used =
            inputs + (actuals + (windowSamples + eventSamples).flatMap(\.loads)).map(BaselineInput.interval)
        var adjustment: Fraction?
        if rules.adjustmentWindow > .zero {
            if let missing = frame.window.first(where: { history.load(in: $0) == nil }) {
                return outcome(.gap(.intervalMissing(missing)), used)
            }
            let past = windowSamples.reduce(0) { $0 + $1.sum }
            guard past > 0, let count = windowSamples.first?.loads.count else {
                return outcome(.gap(.nothingToAdjustBy), used)
            }
            let actual = actuals.reduce(0) { $0 + $1.energy.microwattSeconds }
            adjustment = try Fraction(actual, over: past).times(Fraction(whole: Int128(count)))
        }
        var loads: [IntervalLoad] = []
        for (interval, sample) in zip(frame.event.intervals, eventSamples) {
            let factor = adjustment ?? .one
            let energy = try sample.sum.times(
                factor.numerator, over: Int128(sample.loads.count) * factor.denominator)
            loads.append(IntervalLoad(interval: interval, energy: Energy(microwattSeconds: energy)))
        }
        return outcome(.byInterval(loads), used, adjustment)
    }

    private func sample(of interval: SettlementInterval) -> Sample {
        let key = interval.key(in: rules.zone)
        let days = sources[key.operatingDay] ?? []
        return Sample(
            loads: days.compactMap { rules.interval(like: key, on: $0).flatMap(history.load(in:)) })
    }

    private func outcome(
        _ finding: BaselineResult.Finding, _ inputs: [BaselineInput], _ adjustment: Fraction? = nil
    ) -> BaselineResult {
        BaselineResult(
            method: method, finding: finding, inputs: inputs, excludedDays: excluded, adjustment: adjustment)
    }
}
