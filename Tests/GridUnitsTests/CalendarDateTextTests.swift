import GridUnits
import Testing

@Suite("CalendarDate text")
struct CalendarDateTextTests {
    @Test("reads back what it writes", arguments: [-300_000, -1, 0, 20_658, 60_000, 2_932_896])
    func readsBack(days: Int) {
        let date = CalendarDate(daysSinceEpoch: days)
        #expect(CalendarDate(text: date.description) == date)
    }

    @Test(
        "refuses every other spelling",
        arguments: [
            "", "2026-7-22", "2026-07-22 ", " 2026-07-22", "2026/07/22", "2026-02-29", "2026-13-01",
            "0000-01-01",
            "20260722", "2026-07-2x", "+026-07-22", "2026-07-221", "２026-07-22",
        ])
    func refuses(text: String) {
        #expect(CalendarDate(text: text) == nil)
    }
}
