import GridUnits
import Testing

@testable import SiteStatement

@Suite("Shown")
struct ShownTests {
    @Test(
        "numbers have commas between thousands and a true minus",
        arguments: [
            ("0", "0"), ("999", "999"), ("1000", "1,000"), ("-1234567.89", "\u{2212}1,234,567.89"),
            ("-0.5", "\u{2212}0.5"), ("100000", "100,000"), ("12345.678901", "12,345.678901"),
        ])
    func grouped(text: String, shown: String) { #expect(Shown.grouped(text) == shown) }

    @Test(
        "spans are in the units a person would choose",
        arguments: [
            (0, "0 s"), (59, "59 s"), (60, "1 min"), (850, "14 min 10 s"), (3_600, "1 h"),
            (20_700, "5 h 45 min"),
            (360_000, "100 h"),
        ] as [(Int64, String)])
    func spans(seconds: Int64, shown: String) { #expect(Shown.span(seconds: seconds) == shown) }

    @Test("cents are rounded half to even, for show only")
    func cents() {
        #expect(Shown.dollars(Money(microdollars: 1_235_000)) == "1.24")
        #expect(Shown.dollars(Money(microdollars: 1_225_000)) == "1.22")
        var markup = Markup()
        markup.dollars(Money(microdollars: -1_225_001))
        #expect(markup.text == "<data value=\"-1.225001\">\u{2212}1.23</data>")
    }
}
