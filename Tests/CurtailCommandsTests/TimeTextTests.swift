import GridUnits
import Testing

@testable import CurtailCommands

@Suite("TimeText")
struct TimeTextTests {
    private let now = UTCInstant(secondsSinceEpoch: 1_784_756_700)  // 2026-07-22T21:45:00Z

    @Test(
        "an instant is RFC 3339, a day or a time of today",
        arguments: [
            ("2026-07-22T21:45:00Z", "2026-07-22T21:45:00Z"),
            ("2026-07-22T16:45:00-05:00", "2026-07-22T21:45:00Z"),
            ("2026-07-01", "2026-07-01T00:00:00Z"), ("07:05", "2026-07-22T07:05:00Z"),
        ])
    func instants(text: String, expected: String) throws {
        #expect(try TimeText.instant(text, now: now).seconds == expected)
    }

    @Test(
        "nothing else is an instant",
        arguments: ["", "yesterday", "2026-13-01", "25:00", "2026-07-22T21:45:00", "7:5"])
    func noInstants(text: String) {
        #expect(throws: TimeText.Failure.self) { try TimeText.instant(text, now: now) }
    }

    @Test(
        "a span is a count of seconds, minutes, hours or days",
        arguments: [("90", 90), ("90s", 90), ("15m", 900), ("2h", 7_200), ("366d", 31_622_400)])
    func spans(text: String, seconds: Int64) throws {
        #expect(try TimeText.span(text) == .seconds(seconds))
    }

    @Test(
        "nothing else is a span, and none is longer than 366 days",
        arguments: ["", "s", "0", "-5", "1.5h", "2 h", "1w", "367d", "31622401", "9999999999999999999"])
    func noSpans(text: String) {
        #expect(throws: TimeText.Failure.self) { try TimeText.span(text) }
    }

    @Test("a day is an operating day", arguments: ["2026-02-30", "2026-7-22", "20260722", ""])
    func noDays(text: String) {
        #expect(throws: TimeText.Failure.self) { try TimeText.day(text) }
    }
}
