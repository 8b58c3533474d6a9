import SiteRecord
import GridUnits
import Testing

@Suite("CalendarDate records")
struct CalendarDateRecordTests {
    private static let leapDay = CalendarDate(daysSinceEpoch: 19_782)

    @Test("writes days as text and reads them back")
    func readsBack() throws {
        var writer = CanonicalWriter()
        writer.object { writer in
            writer.member("day", Self.leapDay)
            writer.member("days", [Self.leapDay, Self.leapDay.advanced(byDays: 1)])
            writer.member("none", [] as [CalendarDate])
        }
        let text = String(decoding: writer.bytes, as: UTF8.self)
        #expect(text == #"{"day":"2024-02-29","days":["2024-02-29","2024-03-01"],"none":[]}"#)
        let value = try CanonicalValue(parsing: writer.bytes)
        #expect(try value.day("day") == Self.leapDay)
        #expect(try value.days("days") == [Self.leapDay, Self.leapDay.advanced(byDays: 1)])
        #expect(try value.days("none") == [])
    }

    @Test("refuses what is not a day", arguments: [#"{"day":"2023-02-29"}"#, #"{"day":19782}"#, "{}"])
    func refusesDays(text: String) throws {
        let value = try CanonicalValue(parsing: Array(text.utf8))
        #expect(throws: CanonicalFailure.self) { try value.day("day") }
    }

    @Test("refuses a list with anything else in it", arguments: [#"{"days":["x"]}"#, #"{"days":[1]}"#])
    func refusesLists(text: String) throws {
        let value = try CanonicalValue(parsing: Array(text.utf8))
        #expect(throws: CanonicalFailure.self) { try value.days("days") }
    }
}
