import GridUnits

/// Measures how close past days, each with the day before, come to an event's day.
struct DayPairRanking {
    let rules: DayBaselineRules
    let history: LoadHistory
    /// The operating day on which the event began.
    let day: CalendarDate
    /// The day before the event and its own day until it began, whole.
    let pattern: [IntervalLoad]

    /// The past days that can stand for the event's, closest first; of equally close ones the newer first.
    func closest(
        standingFor frame: DayFrame, _ likeDays: inout LikeDays
    ) -> [(day: CalendarDate, distance: Energy)] {
        let keys = Dictionary(grouping: pattern.map { $0.interval.key(in: rules.zone) }, by: \.operatingDay)
            .merging(frame.keys) { $0 + $1 }
        // The day itself counts even where an event at midnight leaves nothing of it to compare.
        let needed = Set(keys.keys).union([day]).sorted()
        var found: [(day: CalendarDate, distance: Energy)] = []
        for past in likeDays.days(like: day, before: day) {
            let shift = past.daysSinceEpoch - day.daysSinceEpoch
            // An event of several days needs as many past ones, all of them over before it began.
            guard needed.allSatisfy({ $0.advanced(byDays: shift) < day }) else { continue }
            let isUsable = needed.allSatisfy {
                likeDays.loads(of: $0.advanced(byDays: shift), for: keys[$0] ?? []) != nil
            }
            if isUsable { found.append((past, distance(ofDaysShiftedBy: shift))) }
        }
        return found.sorted { $0.distance == $1.distance ? $0.day > $1.day : $0.distance < $1.distance }
    }

    /// The sum of absolute differences.
    private func distance(ofDaysShiftedBy shift: Int) -> Energy {
        var sum: Int128 = 0
        for load in pattern {
            let key = load.interval.key(in: rules.zone)
            guard let like = rules.interval(like: key, on: key.operatingDay.advanced(byDays: shift)),
                let past = history.load(in: like)
            else { continue }
            sum += abs(past.energy.microwattSeconds - load.energy.microwattSeconds)
        }
        return Energy(microwattSeconds: sum)
    }
}
