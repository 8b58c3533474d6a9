import GridMarket
package import GridUnits

/// The rules that the baselines made of past days share.
package struct DayBaselineRules: Hashable, Sendable {
    /// ERCOT's list, which makes a weekday a day of no business.
    package let holidays: [CalendarDate]
    /// Days on which something was curtailed; they never stand for what is drawn freely.
    package let eventDays: Set<CalendarDate>
    /// How many calendar days before the event may be searched.
    package let lookBackDays: Int
    /// How long before the event its own day corrects the past ones; zero for no correction.
    package let adjustmentWindow: TimeSpan
    /// The clock that operating days are counted by.
    package let zone: MarketTimeZone

    package init(
        holidays: [CalendarDate], eventDays: Set<CalendarDate>, lookBackDays: Int = 60,
        adjustmentWindow: TimeSpan, zone: MarketTimeZone = .centralPrevailing
    ) {
        self.holidays = holidays
        self.eventDays = eventDays
        self.lookBackDays = lookBackDays
        self.adjustmentWindow = adjustmentWindow
        self.zone = zone
    }

    /// The interval of a past day at the same local time; of a repeated hour, the first.
    ///
    /// Nil in the hour that the spring day lacks.
    func interval(like key: SettlementInterval.Key, on day: CalendarDate) -> SettlementInterval? {
        let past = SettlementInterval.Key(
            operatingDay: day, hourEnding: key.hourEnding, interval: key.interval, isRepeatedHour: false)
        return SettlementInterval(past, in: zone)
    }
}
