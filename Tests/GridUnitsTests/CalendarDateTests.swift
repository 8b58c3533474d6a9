import GridUnits
import Testing

@Suite("CalendarDate")
struct CalendarDateTests {
    @Test("counts every day of six centuries once, with its weekday")
    func countsDays() throws {
        let first = try #require(CalendarDate(year: 1800, month: 1, day: 1))
        var date = first
        for offset in 0..<220_000 {
            let counted = CalendarDate(daysSinceEpoch: first.daysSinceEpoch + offset)
            try #require(counted.daysSinceEpoch == first.daysSinceEpoch + offset)
            try #require(CalendarDate(year: counted.year, month: counted.month, day: counted.day) == counted)
            try #require(offset == 0 || (date < counted && (date.weekday + 1) % 7 == counted.weekday))
            date = counted
        }
    }

    @Test(
        "knows days and weekdays",
        arguments: [
            ("1970-01-01", 0, 4), ("1969-12-31", -1, 3), ("2000-03-01", 11_017, 3), ("2026-11-01", 20_758, 0),
            ("2026-03-08", 20_520, 0), ("0001-01-01", -719_162, 1), ("9999-12-31", 2_932_896, 5),
        ])
    func knows(text: String, days: Int, weekday: Int) {
        let date = CalendarDate(daysSinceEpoch: days)
        #expect(date.description == text)
        #expect(date.weekday == weekday)
    }

    @Test(
        "refuses days that do not exist",
        arguments: [
            (2026, 2, 29), (2100, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0),
            (2026, 1, 32),
            (0, 1, 1), (10_000, 1, 1), (2026, 1, -1),
        ])
    func refuses(year: Int, month: Int, day: Int) {
        #expect(CalendarDate(year: year, month: month, day: day) == nil)
    }

    @Test("takes leap days where they exist", arguments: [2024, 2000, 2400])
    func takesLeapDays(year: Int) throws {
        let date = try #require(CalendarDate(year: year, month: 2, day: 29))
        #expect(date.advanced(byDays: 1) == CalendarDate(year: year, month: 3, day: 1))
    }
}
