import GridUnits
import Testing

@testable import SignalIntake

@Suite("TimeScan")
struct TimeScanTests {
    @Test(
        "reads RFC 3339 with any zone and nanoseconds",
        arguments: [
            ("2026-07-22T21:45:00Z", 1_784_756_700_000_000_000),
            ("2026-07-22T16:45:00-05:00", 1_784_756_700_000_000_000),
            ("2026-07-22 16:45:00.5-0500", 1_784_756_700_500_000_000),
            ("2026-07-22t21:45:00.123456789012z", 1_784_756_700_123_456_789),
            ("1784756700000000001", 1_784_756_700_000_000_001), ("19700", 19_700),
        ] as [(String, Int64)])
    func reads(text: String, nanoseconds: Int64) {
        let bytes = Array(text.utf8)
        #expect(TimeScan.instant(bytes.span, 0..<bytes.count)?.nanosecondsSinceEpoch == nanoseconds)
    }

    @Test(
        "refuses what is not a time",
        arguments: [
            "", "now", "2026-07-22T21:45:00", "2026-02-30T00:00:00Z", "2026-07-22T24:00:00Z",
            "2026-07-22T21:45Z",
            "2026-07-22T21:45:00.Z", "2026-07-22T21:45:00+5", "99999999999999999999", "12345678901234567890",
            "2026-07-22T21:45:00+05:00x", "9223372036854775808", "1784756700.5",
        ])
    func refuses(text: String) {
        let bytes = Array(text.utf8)
        #expect(TimeScan.instant(bytes.span, 0..<bytes.count) == nil)
    }
}
