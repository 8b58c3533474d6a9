import SiteRecord
import Testing

@testable import SiteConfiguration

@Suite("Bad configurations")
struct BadInputTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let errors: [String]
        var testDescription: String { errors.first ?? text }
    }

    static let keys: [Case] = [
        Case(
            text: Sample.smallest.replacing("price: {}", with: "price:\n  hysterisis_usd_per_mwh: 5"),
            errors: [
                #"curtaild.yaml:7:3: unknown key "hysterisis_usd_per_mwh"; did you mean "#
                    + #""hysteresis_usd_per_mwh"?"#
            ]),
        Case(
            text: Sample.adding("sorces: []"),
            errors: [#"curtaild.yaml:13:1: unknown key "sorces"; did you mean "sources"?"#]),
        Case(
            text: Sample.smallest.replacing("  name: demo", with: "  name: demo\n  min_up_s: 5"),
            errors: [#"curtaild.yaml:3:3: unknown key "min_up_s"; it belongs under price"#]),
        Case(
            text: Sample.groups(
                "  - {name: a, driver: simulated, count: 1000, unit_w: 3.5, value_usd_per_mwh: 60}"),
            errors: ["curtaild.yaml:8:55: unit_w: 3.5 is below 10; write 10 to 100000000"]),
        Case(
            text: Sample.adding("restore:\n  zzz: 5"),
            errors: [#"curtaild.yaml:14:3: unknown key "zzz"; known here: ramp_mw_per_min"#]),
        Case(
            text: Sample.adding("<<: {on_stop: hold}"),
            errors: [
                #"curtaild.yaml:13:1: unknown key "<<"; known here: site, economics, price, "#
                    + #"underfrequency, restore, "#
                    + "grid_alarms, settlement, simulation, groups, sources, fleet, control, paths, on_stop, ledger"
            ]),
        Case(
            text: Sample.adding("site: {}"),
            errors: [#"curtaild.yaml:1:1: the key "site" stands twice in its map, here first; delete one"#]),
        Case(
            text: Sample.smallest.replacing("  name: demo", with: "  name: demo\n  \"name\": other"),
            errors: [#"curtaild.yaml:2:3: the key "name" stands twice in its map, here first; delete one"#]),
        Case(
            text: Sample.adding("fleet: {retries: 1, poll_s: 9, retries: 2}"),
            errors: [
                #"curtaild.yaml:13:9: the key "retries" stands twice in its map, here first; delete one"#
            ]),
        Case(
            text: Sample.groups(
                "  - name: a\n    driver: none\n    mw: 1\n    mw: 2\n  - name: b\n    driver: none\n    "
                    + "mw: 1\n    mw: 2"
            ),
            errors: [
                #"curtaild.yaml:10:5: the key "mw" stands twice in its map, here first; delete one"#
            ]),
    ]

    static let shapes: [Case] = [
        Case(
            text: "",
            errors: ["curtaild.yaml: the file holds no configuration; start from Config/curtaild.yaml"]),
        Case(
            text: "# only a comment",
            errors: ["curtaild.yaml: the file holds no configuration; start from Config/curtaild.yaml"]),
        Case(text: "- a", errors: ["curtaild.yaml:1:1: the file is a list; write keys such as site:"]),
        Case(
            text: Sample.smallest.replacing("price: {}", with: "price:"),
            errors: ["curtaild.yaml:6:7: price is empty; write its keys below it, or {} for the defaults"]),
        Case(
            text: Sample.smallest.replacing("price: {}", with: "price: [1]"),
            errors: ["curtaild.yaml:6:8: price is a list; write its keys below it, or {} for the defaults"]),
        Case(
            text: Sample.adding("fleet:\n  poll_s: [30]"),
            errors: ["curtaild.yaml:14:11: fleet.poll_s: this is a list; write a number"]),
        Case(
            text: Sample.adding("fleet:\n  poll_s:"),
            errors: [
                "curtaild.yaml:14:10: fleet.poll_s: there is no value; write a number, or delete the line "
                    + "for the default"
            ]),
        Case(
            text: Sample.adding("control:\n  world_readable: yes"),
            errors: [#"curtaild.yaml:14:19: control.world_readable: "yes" is neither true nor false"#]),
        Case(
            text: "site: {name: demo}\ngroups: []",
            errors: [
                "curtaild.yaml:1:7: site.settlement_point is missing; write ERCOT's name of the point, "
                    + "such as LZ_WEST",
                "curtaild.yaml:2:9: groups: the list is empty; write at least one, with - name:",
            ]),
        Case(
            text: "on_stop: hold",
            errors: [
                "curtaild.yaml:1:1: site is missing; write site: with name and settlement_point below it",
                "curtaild.yaml:1:1: groups is missing; write a list of at least one, each with - name:",
            ]),
        Case(
            text: Sample.adding("fleet: {poll_s: 1"),
            errors: [
                "curtaild.yaml:13:18: not YAML: did not find expected ',' or '}' (while parsing a flow "
                    + "mapping)"
            ]),
        Case(
            text: Sample.adding("fleet:\n\tpoll_s: 1"),
            errors: [
                "curtaild.yaml:14:1: not YAML: a tab; indent with spaces"
            ]),
        Case(
            text: "a: 1\n---\nb: 2",
            errors: [
                "curtaild.yaml:2:1: not YAML: but found another document (expected a single document in "
                    + "the stream)"
            ]),
    ]

    static let numbers: [Case] = [
        number(
            "45 USD", #""45 USD" is more than a number; write 45 alone, the unit stands in the key's name"#),
        number(
            "$45.5", #""$45.5" is more than a number; write 45.5 alone, the unit stands in the key's name"#),
        number("ten", #""ten" is not a number; write 0 to 100000"#),
        number("1,000", #""1,000" has separators in it; write 1000"#),
        number("1_000", #""1_000" has separators in it; write 1000"#),
        number(".inf", #"".inf" is not a number; write 0 to 100000"#),
        number("0x10", #""0x10" is more than a number; write 0 alone, the unit stands in the key's name"#),
        number("-1", "-1 is below 0; write 0 to 100000"),
        number("100000.01", "100000.01 is above 100000; write 0 to 100000"),
        number("1e30", "1e30 is out of range; write 0 to 100000"),
        number("45.1234567", "45.1234567 has more than 6 digits after the point; write at most 6"),
        number("''", "there is no number; write 0 to 100000"),
        Case(
            text: Sample.adding("fleet:\n  retries: 2.5"),
            errors: [
                "curtaild.yaml:14:12: fleet.retries: 2.5 is not a whole number; write 0 to 20, without a "
                    + "fraction"
            ]),
        Case(
            text: Sample.adding("underfrequency:\n  rocof_window_s: 0.4"),
            errors: [
                "curtaild.yaml:14:19: underfrequency.rocof_window_s: 0.4 is below 0.5; write 0.5 to "
                    + "10"
            ]),
        Case(
            text: Sample.smallest.replacing("economics:", with: "economics:\n  pool_fee: 1"),
            errors: ["curtaild.yaml:5:13: economics.pool_fee: 1 is above 0.999999999; write 0 to 0.999999999"]
        ),
    ]

    static func number(_ text: String, _ message: String) -> Case {
        Case(
            text: Sample.smallest.replacing("45.00", with: text),
            errors: ["curtaild.yaml:5:29: economics.hashprice_usd_per_ph_day: \(message)"])
    }

    @Test("are refused at the place of the wrong key", arguments: keys)
    func refusesKeys(_ bad: Case) { #expect(Sample.errors(bad.text) == bad.errors) }

    @Test("are refused where the shape is wrong", arguments: shapes)
    func refusesShapes(_ bad: Case) { #expect(Sample.errors(bad.text) == bad.errors) }

    @Test("are refused with what the number should be", arguments: numbers)
    func refusesNumbers(_ bad: Case) { #expect(Sample.errors(bad.text) == bad.errors) }

    @Test("show every error of a file at once, in the order of the file")
    func everything() {
        let text = Sample.smallest
            .replacing("count: 10", with: "count: ten").replacing(
                "demo", with: "demo\n  mode: arm"
            )
            .replacing("price: {}", with: "price: {min_down_s: -1, min_upp_s: 5}")
        #expect(
            Sample.errors(text) == [
                #"curtaild.yaml:3:9: site.mode: "arm" is unknown; did you mean armed? Possible: shadow or "#
                    + #"armed"#,
                "curtaild.yaml:7:21: price.min_down_s: -1 is below 0; write 0 to 604800",
                #"curtaild.yaml:7:25: unknown key "min_upp_s"; did you mean "min_up_s"?"#,
                #"curtaild.yaml:11:12: count: "ten" is not a number; write 1 to 500000"#,
            ])
    }

    @Test("with more errors than anyone reads show fifty and count the rest", arguments: [49, 50, 51, 80])
    func bounded(count: Int) throws {
        let text = Sample.adding("fleet:\n") + (1...count).map { "  nonsense\($0): 1\n" }.joined()
        let failure = #expect(throws: ConfigurationErrors.self) { try Sample.parse(text) }
        #expect(failure?.errors.count == min(count, 50))
        #expect(failure?.omitted == max(0, count - 50))
        #expect(failure?.description.hasSuffix("and 30 more; mend these and check again") == (count == 80))
    }

    @Test(
        "never trap, whatever one byte is changed to",
        arguments: [0x00, 0x0A, 0x22, 0x26, 0x2A, 0x3A, 0x5B, 0x7B, 0xFF])
    func mutations(byte: Int) {
        let bytes = Array(Sample.smallest.utf8)
        for index in bytes.indices {
            var mutated = bytes
            mutated[index] = UInt8(byte)
            _ = Sample.errors(String(decoding: mutated, as: UTF8.self))
        }
    }

    @Test("that unfold through aliases without end are refused")
    func aliases() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...8 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(
            Sample.errors(text) == [
                "curtaild.yaml: the aliases of this file unfold to more than 1000000 values; write them out"
            ])
    }
}
