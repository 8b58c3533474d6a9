import GridMarket
import SiteRecord
import GridUnits

extension SectionReader {
    /// Days that a policy may name; others are slips of the keyboard.
    static let years = 2000...2199

    /// A calendar day that has to be there.
    func requiredDay(_ key: String) -> CalendarDate? {
        guard let text = required(key, wanted: "a day such as 2026-01-31") else { return nil }
        guard let day = Self.day(text) else {
            report(key, Self.notADay(text))
            return nil
        }
        return day
    }

    /// First and last operating day of something that ends: `from` and `to`, both inclusive.
    ///
    /// - Parameter longest: days that it may have at most.
    /// - Returns: nil when either is wrong or they contradict each other, which has been reported.
    func days(atMost longest: Int) -> ClosedRange<CalendarDate>? {
        let (first, last) = (requiredDay("from"), requiredDay("to"))
        guard let first, let last else { return nil }
        guard first <= last else {
            report("to", "\(last) is before from, \(first); write the last day, which is included")
            return nil
        }
        let count = last.daysSinceEpoch - first.daysSinceEpoch + 1
        guard count <= longest else {
            report("to", "\(first) to \(last) are \(count) days; write at most \(longest)")
            return nil
        }
        return first...last
    }

    /// A list of days, each once.
    func days(_ key: String) -> [CalendarDate] {
        guard let value = value(key) else { return [] }
        guard case .list(let elements) = value.content else {
            report(key, "this is \(value.kindName); write a list such as [2026-11-26, 2026-12-25]")
            return []
        }
        var days: [CalendarDate] = []
        for element in elements {
            let text = if case .scalar(let text) = element.content { text } else { element.kindName }
            if let day = Self.day(text) {
                if days.contains(day) { reportElement(of: key, "\(day) stands twice", at: element.position) }
                days.append(day)
            } else {
                reportElement(of: key, Self.notADay(text), at: element.position)
            }
        }
        return days
    }

    /// A moment that has to be there, on a multiple of so many minutes.
    func requiredInstant(_ key: String, everyMinutes minutes: Int64) -> UTCInstant? {
        let example = "2026-07-30T21:45:00Z"
        guard let text = required(key, wanted: "a moment such as \(example)") else { return nil }
        guard let instant = UTCInstant(rfc3339: text) else {
            report(key, "\"\(text.prefix(40))\" is no moment; write \(example), with Z or an offset")
            return nil
        }
        guard instant.nanosecondsSinceEpoch % (minutes * 60_000_000_000) == 0 else {
            report(key, "\(instant.seconds) does not begin an interval of \(minutes) minutes")
            return nil
        }
        return instant
    }

    private static func day(_ text: String) -> CalendarDate? {
        CalendarDate(text: text).flatMap { years.contains($0.year) ? $0 : nil }
    }

    private static func notADay(_ text: String) -> String {
        "\"\(text.prefix(40))\" is no day of \(years.lowerBound) to \(years.upperBound); write 2026-01-31"
    }
}
