import SiteRecord
import CurtailTesting
import GridUnits
import Testing

/// A record that no program of ours writes, with a member of every kind: all that a new record type needs.
private struct Sample: Hashable, Sendable, FieldRecord {
    enum Colour: String, FieldName { case red, green }

    struct Part: Hashable, Sendable, FieldRecord {
        let power: Power
        let share: Fraction

        static let fields = Fields(
            Part.init(power:share:), Field("uw") { $0.power }, Field("share") { $0.share })
    }

    enum Extent: Hashable, Sendable, ChoiceRecord {
        case all(Bool)
        case upTo(Power)
        case between(UTCInstant, UTCInstant)

        static let choices = Choices<Extent>(
            Choice("all", Extent.all) { if case .all(let flag) = $0 { flag } else { nil } },
            Choice("up_to_uw", Extent.upTo) { if case .upTo(let power) = $0 { power } else { nil } },
            Choice(
                "between", { first, last in .between(first, last) },
                of: { if case .between(let first, let last) = $0 { (first, last) } else { nil } },
                Field("first_ns") { $0.0 }, Field("last_ns") { $0.1 }))
    }

    let id: Int64
    let count: Int
    let name: String
    let colour: Colour
    let start: UTCInstant
    let interval: SettlementInterval
    let energy: Energy
    let wide: Int128
    let day: CalendarDate
    let parts: [Part]
    let extent: Extent
    let note: String?
    let isSpecial: Bool
    let price: Money

    /// Whole cents, as no other money is written.
    static let cents = FieldForm<Money>(
        shape: .integer(multipleOf: 1_000_000), write: { $1.integer($0.microdollars / 10_000 * 1_000_000) },
        read: { value throws(CanonicalFailure) in
            Money(microdollars: try Int64(recorded: value) / 1_000_000 * 10_000)
        })

    static let fields = Fields(
        Sample.init(
            id:count:name:colour:start:interval:energy:wide:day:parts:extent:note:isSpecial:price:),
        Field("id") { $0.id }, Field("count") { $0.count }, Field("name") { $0.name },
        Field("colour") { $0.colour }, Field("start_ns") { $0.start },
        Field("interval_ns") { $0.interval }, Field("uws") { $0.energy }, Field("wide") { $0.wide },
        Field("day") { $0.day }, Field("parts") { $0.parts }, Field("extent") { $0.extent },
        Field("note") { $0.note }, Field("special", unless: false) { $0.isSpecial },
        Field("cents", as: cents) { $0.price })
}

@Suite("Fields")
struct FieldsTests {
    private static let sample = Sample(
        id: -7, count: 3, name: "a \"b\"", colour: .green, start: UTCInstant(nanosecondsSinceEpoch: 5),
        interval: SettlementInterval(containing: UTCInstant(secondsSinceEpoch: 901)),
        energy: Energy(microwattSeconds: Int128(Int64.max) + 1), wide: -1,
        day: CalendarDate(daysSinceEpoch: 0), parts: [.init(power: .watts(1), share: .percent(50))],
        extent: .between(UTCInstant(nanosecondsSinceEpoch: 1), UTCInstant(nanosecondsSinceEpoch: 2)),
        note: nil, isSpecial: false, price: .dollars(2))

    private static let text =
        #"{"id":-7,"count":3,"name":"a \"b\"","colour":"green","start_ns":5,"interval_ns":900000000000,"#
        + #""uws":"9223372036854775808","wide":"-1","day":"1970-01-01","parts":[{"uw":1000000,"share":"1/2"}],"#
        + #""extent":{"between":{"first_ns":1,"last_ns":2}},"cents":200000000}"#

    @Test("members stand in the order of the table, and what is left out is not written")
    func writes() { #expect(String(decoding: Self.sample.canonicalBytes, as: UTF8.self) == Self.text) }

    @Test("the table reads what it wrote, in any order of members and with unknown ones between")
    func reads() throws {
        #expect(try Sample(recorded: CanonicalValue(parsing: Array(Self.text.utf8))) == Self.sample)
        let other = #"{"later":[1],"# + Self.text.dropFirst().dropLast(18) + #""cents":200000000,"note":"x"}"#
        #expect(try Sample(recorded: CanonicalValue(parsing: Array(other.utf8))).note == "x")
    }

    @Test("any record that can be drawn from the table is read and written as the same text")
    func roundTrips() throws { try RandomRecord.roundTrips(of: Sample.self) }

    @Test(
        "a record that does not fit is refused with the member that is at fault",
        arguments: [
            (#""id":-7"#, #""id":"x""#, "id: not a whole number"),
            (#""count":3,"#, "", "count: is missing"),
            (#""green""#, #""blue""#, "colour: blue is not known"),
            (#""uw":1000000"#, #""uw":true"#, "parts: uw: not a whole number"),
            ("1/2", "1/0", "parts: share: not a ratio: its denominator is zero"),
            ("1970-01-01", "1970-13-01", "day: not a day as in 2026-07-22"),
            (#"{"between":"#, #"{"beside":"#, "extent: Extent knows no beside"),
            (#""last_ns":2"#, #""last_ns":null"#, "extent: between: last_ns: not a whole number"),
            ("200000000}", "[]}", "cents: not a whole number"),
        ])
    func refuses(part: String, other: String, failure: String) throws {
        let text = try #require(Self.text.contains(part) ? Self.replacing(part, by: other) : nil)
        let value = try CanonicalValue(parsing: Array(text.utf8))
        #expect(throws: CanonicalFailure(failure)) { try Sample(recorded: value) }
    }

    @Test("what is no object is no record")
    func refusesOthers() {
        #expect(throws: CanonicalFailure.self) { try Sample(recorded: .array([])) }
    }

    private static func replacing(_ part: String, by other: String) -> String {
        guard let range = text.firstRange(of: part) else { return text }
        return text[..<range.lowerBound] + other + text[range.upperBound...]
    }
}
