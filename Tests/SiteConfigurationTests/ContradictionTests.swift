import SiteRecord
import SitePorts
import Testing

@testable import SiteConfiguration

@Suite("Contradictions")
struct ContradictionTests {
    typealias Case = BadInputTests.Case

    static let site: [Case] = [
        Case(
            text: Sample.smallest.replacing("HB_WEST", with: "HB_WEST\n  time_zone: America/New_York"),
            errors: [
                #"curtaild.yaml:4:14: site.time_zone: "America/New_York" is not the market's time zone; "#
                    + #"ERCOT's operating "#
                    + "days and intervals are in America/Chicago, the only one there is here"
            ]),
        Case(
            text: Sample.smallest.replacing("HB_WEST", with: "HB_WEST\n  settlement_point_type: LZ"),
            errors: [
                "curtaild.yaml:4:26: site.settlement_point_type: HB_WEST has no prices of type LZ; write HU"
            ]),
        Case(
            text: Sample.smallest.replacing("HB_WEST", with: "LZ_WEST\n  settlement_point_type: HU"),
            errors: [
                "curtaild.yaml:4:26: site.settlement_point_type: LZ_WEST has no prices of type HU; write "
                    + "LZEW or LZ"
            ]),
        Case(
            text: Sample.smallest.replacing("HB_WEST", with: "LZ_WEST\n  settlement_point_type: LZWE"),
            errors: [
                #"curtaild.yaml:4:26: site.settlement_point_type: "LZWE" is unknown; did you mean LZEW? "#
                    + #"Possible: "#
                    + "RN, LCCRN, PUN, LZ, LZEW, LZ_DC, LZ_DCEW, HU, SH, AH or any"
            ]),
        Case(
            text: Sample.adding("underfrequency:\n  recovery_hz: 59.6"),
            errors: [
                "curtaild.yaml:14:16: underfrequency.recovery_hz: recovery at 59.6 Hz is not above the "
                    + "threshold of 59.7 Hz; "
                    + "write a recovery_hz above it"
            ]),
        Case(
            text: Sample.adding("underfrequency:\n  threshold_hz: 59.95"),
            errors: [
                "curtaild.yaml:14:17: underfrequency.threshold_hz: recovery at 59.95 Hz is not above the "
                    + "threshold of "
                    + "59.95 Hz; write a recovery_hz above it"
            ]),
        Case(
            text: Sample.adding("underfrequency:\n  plausible_min_hz: 59.8\n  armed_by: [rrs, ers, rrs]"),
            errors: [
                "curtaild.yaml:14:21: underfrequency.plausible_min_hz: the threshold of 59.7 Hz is not above "
                    + "plausible_min_hz, 59.8 Hz, so that no sample could trip; lower plausible_min_hz",
                #"curtaild.yaml:15:19: underfrequency.armed_by: "ers" is unknown; did you mean rrs? "#
                    + #"Possible: site_safety, "#
                    + "transmission_load_shed, underfrequency, rrs, ecrs, non_spin, ers_10, ers_30, "
                    + "base_point, reg_up, reg_down, day_ahead_energy, manual, committed_capability, "
                    + "coincident_peak, price, schedule or voluntary",
                "curtaild.yaml:15:24: underfrequency.armed_by: rrs stands twice",
            ]),
        Case(
            text: Sample.adding("underfrequency:\n  armed_by: []"),
            errors: [
                "curtaild.yaml:14:13: underfrequency.armed_by: the list is empty; write at least one "
                    + "program, such as [rrs]"
            ]),
        Case(
            text: Sample.adding("paths:\n  runtime: /\(String(repeating: "r", count: 93))"),
            errors: [
                "curtaild.yaml:14:12: paths.runtime: /\(String(repeating: "r", count: 93))/signals.dgram "
                    + "is longer than "
                    + "the 107 bytes of a socket's path; use a shorter directory"
            ]),
    ]

    static let groups: [Case] = [
        group(
            "driver: simulated\nunit_w: 3500\nefficiency_j_per_th: 17.5\nvalue_usd_per_mwh: 60\ncount: 1",
            [
                "12:5: efficiency_j_per_th and value_usd_per_mwh contradict each other; keep the first "
                    + "for miners, the second "
                    + "for load that does not mine"
            ]),
        group(
            "driver: simulated\nunit_w: 3500\ncount: 1",
            [
                "8:5: the group has no value; write efficiency_j_per_th for miners or value_usd_per_mwh "
                    + "for other load"
            ]),
        group(
            "driver: simulated\nunit_w: 3500\nvalue_usd_per_mwh: 60",
            [
                "9:5: the group has no count; with driver: simulated write count"
            ]),
        group(
            "driver: simulated\ncount: 5\nvalue_usd_per_mwh: 60",
            [
                "10:5: count needs unit_w; write the full draw of one unit in watts"
            ]),
        group(
            "driver: luxos\nvalue_usd_per_mwh: 60",
            [
                "9:5: the group has no units and no units_file; with driver: luxos write units or units_file"
            ]),
        group(
            "driver: luxos\nvalue_usd_per_mwh: 60\ncount: 5\nunits: [{id: a, address: 10.0.0.1, unit_w: 90}]",
            [
                "11:5: count does not go with driver: luxos; write units or units_file"
            ]),
        group(
            "driver: luxos\nvalue_usd_per_mwh: 60\nunits_file: x.csv\nunits: [{id: a, address: 10.0.0.1}]",
            [
                "11:5: units and units_file contradict each other; keep one"
            ]),
        group(
            "driver: none\nmw: 5\nunit_w: 3500",
            [
                "11:5: mw and unit_w contradict each other; write mw, or count with unit_w"
            ]),
        group(
            "driver: antminer\nvalue_usd_per_mwh: 60",
            [
                #"9:13: driver: "antminer" is unknown; write simulated, luxos, exec or none"#
            ]),
        group(
            "driver: luxor\nvalue_usd_per_mwh: 60",
            [
                #"9:13: driver: "luxor" is unknown; did you mean luxos? Possible: simulated, luxos, exec or none"#
            ]),
        group(
            "driver: none\nmw: 99999\nunit_w: 10\n",
            [
                "11:5: mw and unit_w contradict each other; write mw, or count with unit_w"
            ]),
        group(
            "driver: simulated\nvalue_usd_per_mwh: 60\ncount: 500000\nunit_w: 350000",
            [
                "11:12: with group g the units draw 175000.000 MW; at most 100000 are possible, so look "
                    + "at unit_w, which is in "
                    + "watts"
            ]),
        group(
            "driver: luxos\nvalue_usd_per_mwh: 60\nunit_w: 90\nunits: [{id: a, address: miner1.local}]",
            [
                #"12:30: address: "miner1.local" is not a numeric address, and names are never looked up; "#
                    + #"write one such as "#
                    + "10.20.0.15 or [fd00::15]:4028"
            ]),
        group(
            "driver: luxos\nvalue_usd_per_mwh: 60\nunits: [{id: a, address: 10.0.0.1}]",
            [
                "11:14: this unit has no unit_w and its group has none; write the unit's full draw in watts"
            ]),
        group(
            """
            driver: luxos
            value_usd_per_mwh: 60
            unit_w: 90
            units:
              - {id: a, address: 10.0.0.1}
              - {id: a, address: 10.0.0.2}
              - {id: b, address: '10.0.0.1:4028'}
              - {id: c/d, address: '[fd00::1]:99999'}
              - {id: e, address: 010.0.0.1}
              - {address: 10.0.0.9}
            """,
            [
                #"16:14: id: "c/d" cannot be a name; write letters, digits and . _ : - only, at most 64, "#
                    + #"a letter or digit "#
                    + "first",
                #"16:28: address: "99999" is not a port; write 1 to 65535"#,
                #"17:26: address: "010.0.0.1" is not a numeric address, and names are never looked up; "#
                    + #"write one such as "#
                    + "10.20.0.15 or [fd00::15]:4028",
                "18:9: id is missing; write a name",
            ]),
        group(
            """
            driver: luxos
            value_usd_per_mwh: 60
            unit_w: 90
            units:
              - {id: a, address: 10.0.0.1}
              - {id: a, address: 10.0.0.2}
              - {id: b, address: '10.0.0.1:4028'}
              - {id: c, address: '[FD00:0::1]:4028'}
              - {id: d, address: 'fd00::1'}
            """,
            [
                "14:14: there is a unit a in group g already (curtaild.yaml:13:14); every unit of a group "
                    + "needs its own id",
                "15:26: the address 10.0.0.1 port 4028 is that of another unit already "
                    + "(curtaild.yaml:13:26); "
                    + "each unit needs its own",
                "17:26: the address fd00::1 port 4028 is that of another unit already (curtaild.yaml:16:26); "
                    + "each unit needs its own",
            ]),
    ]

    /// A group named g whose name stands on line 8 and whose lines follow in column 5.
    private static func group(_ lines: String, _ errors: [String]) -> Case {
        let indented = lines.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        return Case(
            text: Sample.groups("  - name: g\n\(indented)"), errors: errors.map { "curtaild.yaml:\($0)" })
    }

    @Test("of the site and its programs are refused", arguments: site)
    func refusesSite(_ bad: Case) { #expect(Sample.errors(bad.text) == bad.errors) }

    @Test("of groups and units are refused", arguments: groups)
    func refusesGroups(_ bad: Case) { #expect(Sample.errors(bad.text) == bad.errors) }

    @Test("between groups of one name are refused, with where the first stands")
    func sameName() {
        let group = "  - {name: g, driver: none, mw: 1}\n"
        #expect(
            Sample.errors(Sample.groups(group + group)) == [
                "curtaild.yaml:9:12: name: there is a group g already (curtaild.yaml:8:12); choose "
                    + "another name"
            ])
    }

    @Test("between a runtime directory of the service manager and the length of a socket's path are refused")
    func longRuntimeDirectory() {
        let directories = ServiceDirectories(runtime: "/" + String(repeating: "r", count: 93))
        let failure = #expect(throws: ConfigurationErrors.self) {
            try Sample.parse(Sample.smallest, directories: directories)
        }
        #expect(failure?.description.hasPrefix("curtaild.yaml:1:1: paths.runtime: /rrr") == true)
    }

    @Test("take so many groups and units, and no more")
    func limits() {
        func groups(_ count: Int) -> String {
            Sample.groups(
                (1...count).map { "  - {name: g\($0), driver: none, mw: 1}" }.joined(separator: "\n"))
        }
        #expect(Sample.errors(groups(1_000)).isEmpty)
        #expect(
            Sample.errors(groups(1_001)) == [
                "curtaild.yaml:8:3: groups: there are 1001 entries; at most 1000 are possible"
            ])
        let units = (1...2).map { "  - {name: g\($0), driver: none, count: 250001, unit_w: 10}" }.joined(
            separator: "\n")
        #expect(
            Sample.errors(Sample.groups(units)) == [
                "curtaild.yaml:9:37: with group g2 there are 500002 units; at most 500000 are possible"
            ])
    }

    @Test("between pue and a rating that do not multiply to whole microwatts are refused")
    func inexactRating() {
        let text = Sample.smallest.replacing("economics:", with: "economics:\n  pue: 1.000000001")
            .replacing("3500", with: "3500.000001")
        #expect(
            Sample.errors(text) == [
                "curtaild.yaml:11:12: 3500.000001 W times pue is not a whole number of microwatts; give "
                    + "unit_w or "
                    + "economics.pue fewer digits"
            ])
    }
}
