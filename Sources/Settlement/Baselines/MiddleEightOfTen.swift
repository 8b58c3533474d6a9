package import GridUnits

/// The mean of the most recent like days but the extreme ones, per interval, with the event-day adjustment.
///
/// Like days are days of business for a day of business, and the others for the others.
package struct MiddleEightOfTen: Hashable, Sendable {
    /// The kinds of day and the exclusions.
    package let rules: DayBaselineRules
    /// How many like days are looked at.
    package let days: Int
    /// How many of them are dropped for the most energy, and as many for the least.
    package let droppedAtEachEnd: Int

    package init(rules: DayBaselineRules, days: Int = 10, droppedAtEachEnd: Int = 1) {
        self.rules = rules
        self.days = days
        self.droppedAtEachEnd = droppedAtEachEnd
    }

    /// The baseline of an event.
    ///
    /// Each operating day that the event touches has like days of its own kind, all before the first of them.
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
        var sources: [CalendarDate: [CalendarDate]] = [:]
        var inputs: [BaselineInput] = []
        for day in frame.days {
            let candidates = latest(like: day, in: frame, &likeDays)
            guard candidates.count == days, days > 2 * droppedAtEachEnd else {
                return BaselineResult(
                    method: .middleEightOfTen,
                    finding: .gap(.tooFewDays(found: candidates.count, needed: days)), inputs: inputs,
                    excludedDays: likeDays.excluded)
            }
            let uses = uses(of: candidates)
            inputs += uses.filter { !inputs.contains($0) }
            sources[day] = uses.compactMap { use in
                if case .day(let past, _, .averaged) = use { past } else { nil }
            }
        }
        return try DayAverage(
            method: .middleEightOfTen, frame: frame, rules: rules, history: history, sources: sources,
            inputs: inputs, excluded: likeDays.excluded
        ).result()
    }

    /// The most recent like days and their energies, newest first.
    private func latest(
        like day: CalendarDate, in frame: DayFrame, _ likeDays: inout LikeDays
    ) -> [(day: CalendarDate, energy: Energy)] {
        guard let limit = frame.days.first else { return [] }
        var found: [(day: CalendarDate, energy: Energy)] = []
        for past in likeDays.days(like: day, before: limit) where found.count < days {
            guard let loads = likeDays.loads(of: past, for: frame.keys[day] ?? []) else { continue }
            found.append((past, loads.reduce(.zero) { $0 + $1.energy }))
        }
        return found
    }

    /// The use made of each day, newest first; of days with equal energies the older one is the more extreme.
    private func uses(of days: [(day: CalendarDate, energy: Energy)]) -> [BaselineInput] {
        let lowestFirst = days.sorted { ($0.energy, $0.day) < ($1.energy, $1.day) }.map(\.day)
        let highestFirst = days.sorted { $0.energy == $1.energy ? $0.day < $1.day : $0.energy > $1.energy }
            .map(\.day)
        let lowest = Set(lowestFirst.prefix(droppedAtEachEnd))
        let highest = Set(highestFirst.filter { !lowest.contains($0) }.prefix(droppedAtEachEnd))
        return days.map { day, energy in
            .day(
                day, energy,
                highest.contains(day)
                    ? .droppedAsHighest : lowest.contains(day) ? .droppedAsLowest : .averaged)
        }
    }
}
