import GridUnits

/// The intervals that past days have to stand for: the event's, and those before it that correct them.
struct DayFrame {
    let event: BaselineEvent
    /// Whole intervals before the event, in order.
    let window: [SettlementInterval]
    /// The keys of all of them, by operating day.
    let keys: [CalendarDate: [SettlementInterval.Key]]

    init(of event: BaselineEvent, rules: DayBaselineRules) {
        self.event = event
        var window: [SettlementInterval] = []
        let opening = event.start.advanced(byNanoseconds: -rules.adjustmentWindow.nanoseconds)
        var interval = SettlementInterval(containing: event.start.advanced(bySeconds: -900))
        while interval.start >= opening, interval.end <= event.start {
            window.append(interval)
            let before = SettlementInterval(containing: interval.start.advanced(byNanoseconds: -1))
            guard before.start < interval.start else { break }  // The end of the time line.
            interval = before
        }
        self.window = window.reversed()
        keys = Dictionary(
            grouping: (self.window + event.intervals).map { $0.key(in: rules.zone) }, by: \.operatingDay)
    }

    /// In order.
    var days: [CalendarDate] { keys.keys.sorted() }
}
