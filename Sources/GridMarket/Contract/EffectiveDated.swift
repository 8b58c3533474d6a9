package import GridUnits

/// Values of which each holds from the start of an operating day until the next one's first day.
package struct EffectiveDated<Value: Hashable & Sendable>: Hashable, Sendable {
    /// One value and the first operating day on which it holds.
    package struct Entry: Hashable, Sendable {
        package let firstDay: CalendarDate
        package let value: Value

        package init(from firstDay: CalendarDate, _ value: Value) {
            self.firstDay = firstDay
            self.value = value
        }
    }

    /// Oldest first, no two on one day.
    package let entries: [Entry]

    /// Sorts values by their first days.
    ///
    /// - Parameter entries: in any order; none means that nothing ever holds.
    /// - Throws: ``TwiceOnOneDay``.
    package init(_ entries: [Entry]) throws(TwiceOnOneDay) {
        let sorted = entries.sorted { $0.firstDay < $1.firstDay }
        for (earlier, later) in zip(sorted, sorted.dropFirst()) where earlier.firstDay == later.firstDay {
            throw TwiceOnOneDay(day: later.firstDay)
        }
        self.entries = sorted
    }

    /// Nothing ever holds.
    package init() { entries = [] }

    /// One value that holds on every day an instant can fall on.
    package init(always value: Value) {
        entries = [Entry(from: Self.beforeAllTime, value)]
    }

    /// The time line of instants begins in 1677.
    private static var beforeAllTime: CalendarDate { CalendarDate(daysSinceEpoch: -200_000) }

    /// The value that holds on an operating day; nil before the first day of the first one.
    package func value(on day: CalendarDate) -> Value? {
        entries.last { $0.firstDay <= day }?.value
    }

    /// The value that holds in an interval, by its operating day; nil before the first one.
    package func value(
        in interval: SettlementInterval, zone: MarketTimeZone = .centralPrevailing
    ) -> Value? {
        // Most sites have one contract that always holds, and a market day costs more to find than the value.
        if entries.count == 1, let only = entries.first, only.firstDay <= Self.beforeAllTime {
            return only.value
        }
        return value(on: zone.operatingDay(of: interval.start))
    }
}

/// Two values claim the same first day, so that neither is the one that holds.
package struct TwiceOnOneDay: Error, Hashable, Sendable {
    package let day: CalendarDate

    package init(day: CalendarDate) { self.day = day }
}
