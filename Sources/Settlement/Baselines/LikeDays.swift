import GridMarket
import GridUnits

/// Looks for past days that can stand for another one, and notes those that were passed over.
struct LikeDays {
    private let rules: DayBaselineRules
    private let history: LoadHistory
    private var reasons: [CalendarDate: ExcludedDay.Reason] = [:]

    init(rules: DayBaselineRules, history: LoadHistory) {
        self.rules = rules
        self.history = history
    }

    /// Newest first.
    var excluded: [ExcludedDay] {
        reasons.keys.sorted(by: >).compactMap { day in
            reasons[day].map { ExcludedDay(day: day, reason: $0) }
        }
    }

    /// The days before one that are of another's kind, newest first.
    func days(like day: CalendarDate, before limit: CalendarDate) -> [CalendarDate] {
        let kind = OperatingDayKind(of: day, holidays: rules.holidays)
        return (0..<max(0, rules.lookBackDays)).map { limit.advanced(byDays: -1 - $0) }
            .filter { OperatingDayKind(of: $0, holidays: rules.holidays) == kind }
    }

    /// The loads of a day; nil, and noted, where it cannot stand for the keys of another.
    mutating func loads(of day: CalendarDate, for keys: [SettlementInterval.Key]) -> [IntervalLoad]? {
        guard !rules.eventDays.contains(day) else { return exclude(day, .eventDay) }
        guard let loads = history.loads(of: day, in: rules.zone) else { return exclude(day, .incomplete) }
        guard keys.allSatisfy({ rules.interval(like: $0, on: day) != nil }) else {
            return exclude(day, .lacksHour)
        }
        return loads
    }

    private mutating func exclude(
        _ day: CalendarDate, _ reason: ExcludedDay.Reason
    ) -> [IntervalLoad]? {
        reasons[day] = reason
        return nil
    }
}
