package import GridUnits

/// One month of ERCOT operating days.
package struct StatementMonth: Hashable, Sendable, CustomStringConvertible {
    /// The first operating day.
    package let first: CalendarDate
    /// The last operating day.
    package let last: CalendarDate

    /// Reads `2026-07`.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 7, parts.count == 2, parts[0].utf8.count == 4,
            text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 }
            ),
            let year = Int(parts[0]), let month = Int(parts[1]),
            let first = CalendarDate(year: year, month: month, day: 1)
        else { return nil }
        self.first = first
        // The 32nd day after the first always lies in the month after.
        let inNext = first.advanced(byDays: 31)
        last = inNext.advanced(byDays: -inNext.day)
    }

    /// The operating days in order.
    package var days: [CalendarDate] {
        (first.daysSinceEpoch...last.daysSinceEpoch).map(CalendarDate.init(daysSinceEpoch:))
    }

    /// The first instant of the first operating day.
    var start: UTCInstant { MarketTimeZone.centralPrevailing.startOfDay(first) }

    /// The first instant after the last operating day.
    var end: UTCInstant { MarketTimeZone.centralPrevailing.startOfDay(last.advanced(byDays: 1)) }

    /// `July 2026`.
    package var name: String { "\(MarketClock.month(first.month)) \(first.year)" }

    /// `2026-07`.
    package var description: String { String(first.description.prefix(7)) }
}
