/// Central Prevailing Time: the market's clock, as dated rules of when daylight time begins and ends.
///
/// Source of the rules: Energy Policy Act of 2005, section 110 (from 2007), and the Uniform Time Act as amended
/// in 1986 (1987 to 2006). Both switch at 02:00 local time, which is 08:00Z in spring and 07:00Z in autumn.
package struct MarketTimeZone: Hashable, Sendable {
    /// The span of years in which one rule holds, and its two Sundays.
    package struct DaylightRule: Hashable, Sendable {
        /// The first year of the rule; the next rule's ends it.
        package let firstYear: Int
        /// The month in which daylight time begins, and which Sunday of it, counted from 1; -1 is the last.
        package let begins: (month: Int, sunday: Int)
        /// As ``begins``, for its end.
        package let ends: (month: Int, sunday: Int)

        package static func == (left: DaylightRule, right: DaylightRule) -> Bool {
            left.firstYear == right.firstYear && left.begins == right.begins && left.ends == right.ends
        }

        package func hash(into hasher: inout Hasher) { hasher.combine(firstYear) }
    }

    /// Seconds east of UTC in standard time.
    package let standardOffsetSeconds: Int
    /// Oldest first; the last one holds until Congress says otherwise.
    package let rules: [DaylightRule]

    /// `America/Chicago`, the only zone ERCOT settles in.
    package static let centralPrevailing = MarketTimeZone(
        standardOffsetSeconds: -21_600,
        rules: [
            DaylightRule(firstYear: 1987, begins: (4, 1), ends: (10, -1)),
            DaylightRule(firstYear: 2007, begins: (3, 2), ends: (11, 1)),
        ])

    /// Whether daylight time is in force.
    package func isDaylight(at instant: UTCInstant) -> Bool {
        let second = instant.secondsSinceEpoch
        let local = second + Int64(standardOffsetSeconds)
        let year = CalendarDate(daysSinceEpoch: Int((local - (local < 0 ? 86_399 : 0)) / 86_400)).year
        guard let span = daylightSpan(inYear: year) else { return false }
        return span.contains(second)
    }

    /// The UTC seconds of daylight time in one year, or nil where no rule is known.
    package func daylightSpan(inYear year: Int) -> Range<Int64>? {
        guard let rule = rules.last(where: { $0.firstYear <= year }),
            let begin = switchDay(rule.begins, year: year), let end = switchDay(rule.ends, year: year)
        else { return nil }
        let twoInTheMorning: Int64 = 7_200
        let standard = Int64(standardOffsetSeconds)
        let spring = Int64(begin.daysSinceEpoch) * 86_400 + twoInTheMorning - standard
        let autumn = Int64(end.daysSinceEpoch) * 86_400 + twoInTheMorning - (standard + 3_600)
        return spring..<autumn
    }

    /// Seconds east of UTC in force at an instant.
    package func offsetSeconds(at instant: UTCInstant) -> Int {
        standardOffsetSeconds + (isDaylight(at: instant) ? 3_600 : 0)
    }

    /// The first instant of a local day.
    package func startOfDay(_ date: CalendarDate) -> UTCInstant {
        let standard = Int64(date.daysSinceEpoch) * 86_400 - Int64(standardOffsetSeconds)
        // Switches happen after 01:00, so the offset an hour after a midnight is the midnight's own.
        let asDaylight = UTCInstant(secondsSinceEpoch: standard - 3_600)
        return isDaylight(at: asDaylight) ? asDaylight : UTCInstant(secondsSinceEpoch: standard)
    }

    private func switchDay(_ day: (month: Int, sunday: Int), year: Int) -> CalendarDate? {
        if day.sunday > 0 {
            guard let first = CalendarDate(year: year, month: day.month, day: 1) else { return nil }
            return first.advanced(byDays: (7 - first.weekday) % 7 + 7 * (day.sunday - 1))
        }
        let length = CalendarDate.length(ofMonth: day.month, year: year)
        guard let last = CalendarDate(year: year, month: day.month, day: length) else { return nil }
        return last.advanced(byDays: -last.weekday)
    }
}
