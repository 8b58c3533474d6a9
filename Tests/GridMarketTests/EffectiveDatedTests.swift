import GridMarket
import CurtailTesting
import GridUnits
import GridMarket
import Testing

@Suite("EffectiveDated")
struct EffectiveDatedTests {
    @Test("holds nothing before the first day, and each value from its own first day")
    func looksUp() throws {
        let rates = try EffectiveDated([
            .init(from: day("2026-10-01"), 3), .init(from: day("2025-12-05"), 1),
            .init(from: day("2026-01-01"), 2),
        ])
        #expect(rates.entries.map(\.value) == [1, 2, 3])
        let expected: [(String, Int?)] = [
            ("2025-12-04", nil), ("2025-12-05", 1), ("2025-12-31", 1), ("2026-01-01", 2), ("2026-09-30", 2),
            ("2026-10-01", 3), ("2040-01-01", 3),
        ]
        for (text, value) in expected { #expect(try rates.value(on: day(text)) == value) }
    }

    @Test("an interval takes the value of its operating day, not of its day in UTC")
    func goesByOperatingDay() throws {
        let rates = try EffectiveDated([
            .init(from: day("2026-07-22"), "old"), .init(from: day("2026-07-23"), "new"),
        ])
        let last = SettlementInterval(containing: try instant("2026-07-23T04:45:00Z"))
        #expect(rates.value(in: last) == "old")
        #expect(rates.value(in: last.next) == "new")
    }

    @Test("refuses two values on one day, and names it")
    func refusesTwice() throws {
        let twice = try day("2026-01-01")
        #expect(throws: TwiceOnOneDay(day: twice)) {
            try EffectiveDated([
                .init(from: twice, 1), .init(from: day("2025-01-01"), 2), .init(from: twice, 3),
            ])
        }
    }

    @Test("one value for always holds from the first instant to the last")
    func holdsAlways() {
        let always = EffectiveDated(always: true)
        for instant in [UTCInstant(nanosecondsSinceEpoch: .min + 900_000_000_000), noon] {
            #expect(always.value(in: SettlementInterval(containing: instant)) == true)
        }
    }

    @Test("without values nothing ever holds")
    func holdsNothing() throws {
        let empty = try EffectiveDated<Int>([])
        #expect(empty.value(in: SettlementInterval(containing: noon)) == nil)
    }
}

private let noon = UTCInstant(secondsSinceEpoch: 1_784_721_600)

private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text: text)) }

private func instant(_ text: String) throws -> UTCInstant { try #require(UTCInstant(rfc3339: text)) }
