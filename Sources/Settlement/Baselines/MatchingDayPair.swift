package import GridUnits

/// The mean of those past days which, with the day before each, come closest to the event's day so far.
///
/// ERCOT names the method; how close is measured (the sum of absolute differences per interval) and how many
/// pairs are averaged is a choice of ours that no source confirms.
package struct MatchingDayPair: Hashable, Sendable {
    /// The kinds of day and the exclusions.
    package let rules: DayBaselineRules
    /// How many pairs are averaged.
    package let pairs: Int

    package init(rules: DayBaselineRules, pairs: Int = 10) {
        self.rules = rules
        self.pairs = pairs
    }

    /// The baseline of an event.
    ///
    /// - Parameters:
    ///   - event: its start and the intervals that need a baseline.
    ///   - history: the meter's intervals, of the past days, the day before and the event's day so far.
    /// - Returns: each interval's energy, or a gap.
    /// - Throws: `AmountOutOfRange` when an energy does not fit.
    package func baseline(
        of event: BaselineEvent, history: LoadHistory
    ) throws(AmountOutOfRange) -> BaselineResult {
        let day = rules.zone.operatingDay(of: event.start)
        let dayBefore = day.advanced(byDays: -1)
        guard !rules.eventDays.contains(dayBefore) else {
            return gap(.curtailedTheDayBefore(dayBefore))
        }
        let pattern =
            SettlementInterval.all(of: dayBefore, in: rules.zone)
            + SettlementInterval.all(of: day, in: rules.zone).filter { $0.end <= event.start }
        let loads = pattern.compactMap(history.load(in:))
        if let missing = pattern.first(where: { history.load(in: $0) == nil }) {
            return gap(.intervalMissing(missing), inputs: loads.map(BaselineInput.interval))
        }
        let frame = DayFrame(of: event, rules: rules)
        var likeDays = LikeDays(rules: rules, history: history)
        let ranked = DayPairRanking(rules: rules, history: history, day: day, pattern: loads)
            .closest(standingFor: frame, &likeDays)
        let inputs =
            ranked.prefix(pairs).map { BaselineInput.day($0.day, $0.distance, .averaged) }
            + loads.map(BaselineInput.interval)
        guard pairs > 0, ranked.count >= pairs else {
            return gap(
                .tooFewDays(found: ranked.count, needed: pairs), inputs: inputs, excluded: likeDays.excluded)
        }
        var sources: [CalendarDate: [CalendarDate]] = [:]
        for needed in frame.days {
            let offset = needed.daysSinceEpoch - day.daysSinceEpoch
            sources[needed] = ranked.prefix(pairs).map { $0.day.advanced(byDays: offset) }
        }
        return try DayAverage(
            method: .matchingDayPair, frame: frame, rules: rules, history: history, sources: sources,
            inputs: inputs, excluded: likeDays.excluded
        ).result()
    }

    private func gap(
        _ gap: BaselineGap, inputs: [BaselineInput] = [], excluded: [ExcludedDay] = []
    ) -> BaselineResult {
        BaselineResult(
            method: .matchingDayPair, finding: .gap(gap), inputs: inputs, excludedDays: excluded)
    }
}
