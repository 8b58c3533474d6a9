import CurtailTesting
import GridUnits
import Testing

@Suite("UTCInstant")
struct UTCInstantTests {
    @Test(
        "reads RFC 3339 in every form feeds use",
        arguments: [
            ("2026-07-22T21:45:00Z", "2026-07-22T21:45:00.000000000Z"),
            ("2026-07-22t21:45:00z", "2026-07-22T21:45:00.000000000Z"),
            ("2026-07-22 21:45:00Z", "2026-07-22T21:45:00.000000000Z"),
            ("2026-07-22T16:45:00.5-05:00", "2026-07-22T21:45:00.500000000Z"),
            ("2026-07-22T16:45:00-0500", "2026-07-22T21:45:00.000000000Z"),
            ("2026-07-22T21:45:00+00:00", "2026-07-22T21:45:00.000000000Z"),
            ("2026-07-23T03:15:00+05:30", "2026-07-22T21:45:00.000000000Z"),
            ("2026-07-22T21:45:00.123456789Z", "2026-07-22T21:45:00.123456789Z"),
            ("2026-07-22T21:45:00.1234567899Z", "2026-07-22T21:45:00.123456789Z"),
            ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000000000Z"),
            ("2000-02-29T23:59:59Z", "2000-02-29T23:59:59.000000000Z"),
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000000Z"),
            ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500000000Z"),
            ("2025-12-31T18:00:00-06:00", "2026-01-01T00:00:00.000000000Z"),
        ])
    func reads(text: String, exact: String) throws {
        let instant = try #require(UTCInstant(rfc3339: text))
        #expect(instant.exact == exact)
    }

    @Test(
        "refuses what is not a whole instant with a zone",
        arguments: [
            "", "2026-07-22", "2026-07-22T21:45:00", "2026-07-22T21:45Z", "2026-7-22T21:45:00Z",
            "2026-07-22T21:45:00.Z", "2026-07-22T24:00:00Z", "2026-07-22T21:60:00Z", "2026-12-31T23:59:60Z",
            "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
            "2026-04-31T00:00:00Z", "2026-04-00T00:00:00Z", "2026-07-22T21:45:00Zx",
            "2026-07-22T21:45:00+24:00",
            "2026-07-22T21:45:00+05:60", "2026-07-22T21:45:00+5", "0000-01-01T00:00:00Z",
            "1677-01-01T00:00:00Z",
            "2262-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "+2026-07-22T21:45:00Z", "2026-07-22T21:45:00,5Z",
            "2026_07-22T21:45:00Z", "٢٠٢٦-07-22T21:45:00Z",
        ])
    func refuses(text: String) { #expect(UTCInstant(rfc3339: text) == nil) }

    @Test("shows milliseconds rounded down, whole seconds for people")
    func shows() throws {
        let instant = try #require(UTCInstant(rfc3339: "2026-07-22T21:45:00.999999999Z"))
        #expect(instant.milliseconds == "2026-07-22T21:45:00.999Z")
        #expect(instant.seconds == "2026-07-22T21:45:00Z")
        let before = try #require(UTCInstant(rfc3339: "1969-12-31T23:59:59.0005Z"))
        #expect(before.milliseconds == "1969-12-31T23:59:59.000Z")
        #expect(before.secondsSinceEpoch == -1)
    }

    @Test("shows the ends of the time line")
    func showsTheEnds() {
        #expect(UTCInstant(nanosecondsSinceEpoch: .min).exact == "1677-09-21T00:12:43.145224192Z")
        #expect(UTCInstant(nanosecondsSinceEpoch: .max).exact == "2262-04-11T23:47:16.854775807Z")
    }

    @Test("saturates instead of wrapping")
    func saturates() {
        let last = UTCInstant(nanosecondsSinceEpoch: .max)
        let first = UTCInstant(nanosecondsSinceEpoch: .min)
        #expect(last.advanced(byNanoseconds: 1) == last)
        #expect(first.advanced(bySeconds: .min) == first)
        #expect(first.advanced(bySeconds: .max) > first)
        #expect(last.nanoseconds(since: first) == .max)
        #expect(first.nanoseconds(since: last) == .min)
        #expect(UTCInstant(secondsSinceEpoch: .max) == last)
        #expect(UTCInstant(secondsSinceEpoch: .min) == first)
    }

    @Test("reads back every instant it writes", arguments: UInt64(0)..<10)
    func roundTrips(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let nanoseconds = Int64.random(
                in: -9_000_000_000_000_000_000...9_000_000_000_000_000_000, using: &random)
            let instant = UTCInstant(nanosecondsSinceEpoch: nanoseconds)
            #expect(UTCInstant(rfc3339: instant.exact) == instant)
        }
    }
}

@Suite("MonotonicInstant")
struct MonotonicInstantTests {
    @Test("advances and measures, and saturates at its ends")
    func advances() {
        let start = MonotonicInstant(nanoseconds: 5)
        #expect(start.advanced(by: .seconds(2)).since(start) == .seconds(2))
        #expect(start.since(start.advanced(by: .milliseconds(3))) == .milliseconds(-3))
        let last = MonotonicInstant(nanoseconds: .max)
        let first = MonotonicInstant(nanoseconds: .min)
        #expect(last.advanced(by: .seconds(1)) == last)
        #expect(first.advanced(by: .seconds(-1)) == first)
        #expect(last.since(first).nanoseconds == .max)
        #expect(first.since(last).nanoseconds == .min)
    }

    @Test("prints a span in seconds, exact")
    func printsSpans() {
        #expect(TimeSpan.seconds(900).decimalSeconds == "900")
        #expect(TimeSpan.milliseconds(-1_500).decimalSeconds == "-1.5")
        #expect((TimeSpan.seconds(1) + .milliseconds(1) - .seconds(2)).decimalSeconds == "-0.999")
    }
}
