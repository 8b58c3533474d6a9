package import GridUnits

/// A regression on the calendar alone: day energy × part of the day × multiplier of the interval in its hour.
///
/// It has the form of ERCOT's regression baseline for ERS and is not ERCOT's fitted model, whose coefficients and
/// weather stations are not known here. Weather and daylight take no part; ``BaselineMethod/limitations`` names that
/// with every result. Each part is fitted by least squares on classes of days, which is a mean:
///
/// - kWh of the day: the mean energy of the past days of the same weekday, a holiday counting as a Sunday.
/// - part of the hour and multiplier of the interval: over all past days of the same kind (business or not), each
///   weighted by what it rests on (the day's, the hour's energy), so that the hour's energy cancels out in the product.
package struct RegressionCalendar: Hashable, Sendable {
    /// The kinds of day and the exclusions.
    package let rules: DayBaselineRules
    /// Fewest past days of the same kind that the form of a day is fitted on.
    package let fewestDays: Int
    /// Fewest of them of the same weekday that the energy of a day is fitted on.
    package let fewestOfWeekday: Int

    package init(rules: DayBaselineRules, fewestDays: Int = 10, fewestOfWeekday: Int = 3) {
        self.rules = rules
        self.fewestDays = fewestDays
        self.fewestOfWeekday = fewestOfWeekday
    }

    /// The baseline of an event.
    ///
    /// Each operating day that the event touches has past days of its own, all before the first of them.
    ///
    /// - Parameters:
    ///   - event: its start and the intervals that need a baseline.
    ///   - history: the meter's intervals, of the past days and of the hours before the event.
    /// - Returns: each interval's energy, or a gap.
    /// - Throws: `AmountOutOfRange` when an energy does not fit.
    package func baseline(
        of event: BaselineEvent, history: LoadHistory
    ) throws(AmountOutOfRange) -> BaselineResult {
        let frame = DayFrame(of: event, rules: rules)
        var likeDays = LikeDays(rules: rules, history: history)
        var fits: [CalendarDate: CalendarFit] = [:]
        var inputs: [BaselineInput] = []
        for day in frame.days {
            let fit = fit(to: day, in: frame, &likeDays)
            inputs += fit.inputs.filter { !inputs.contains($0) }
            if let gap = gap(of: fit) {
                return BaselineResult(
                    method: .regressionCalendar, finding: .gap(gap), inputs: inputs,
                    excludedDays: likeDays.excluded)
            }
            fits[day] = fit
        }
        return try FittedDays(
            frame: frame, rules: rules, history: history, fits: fits, inputs: inputs,
            excluded: likeDays.excluded
        ).result()
    }

    private func fit(to day: CalendarDate, in frame: DayFrame, _ likeDays: inout LikeDays) -> CalendarFit {
        var fit = CalendarFit()
        guard let limit = frame.days.first else { return fit }
        for past in likeDays.days(like: day, before: limit) {
            guard let loads = likeDays.loads(of: past, for: frame.keys[day] ?? []) else { continue }
            fit.add(past, loads.reduce(.zero) { $0 + $1.energy }, isOfWeekday: weekday(past) == weekday(day))
        }
        return fit
    }

    private func gap(of fit: CalendarFit) -> BaselineGap? {
        guard !fit.days.isEmpty, fit.days.count >= fewestDays else {
            return .tooFewDays(found: fit.days.count, needed: fewestDays)
        }
        guard fit.daysOfWeekday > 0, fit.daysOfWeekday >= fewestOfWeekday else {
            return .tooFewOfWeekday(found: fit.daysOfWeekday, needed: fewestOfWeekday)
        }
        return fit.energy > .zero ? nil : .nothingDrawn
    }

    /// 0 is Sunday, and a holiday.
    private func weekday(_ day: CalendarDate) -> Int { rules.holidays.contains(day) ? 0 : day.weekday }
}
