package import GridUnits

/// Whether an operating day is one of business, as ERCOT's time periods and like days ask.
package enum OperatingDayKind: Hashable, Sendable {
    /// Monday to Friday, holidays excepted.
    case business
    /// Saturday, Sunday or a holiday.
    case other

    /// The kind of a day.
    ///
    /// - Parameters:
    ///   - day: the operating day.
    ///   - holidays: ERCOT's list.
    package init(of day: CalendarDate, holidays: some Sequence<CalendarDate>) {
        self = (1...5).contains(day.weekday) && !holidays.contains(day) ? .business : .other
    }
}
