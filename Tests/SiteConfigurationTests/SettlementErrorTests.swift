import SiteRecord
import Testing

@testable import SiteConfiguration

@Suite("SettlementReader of mistakes")
struct SettlementErrorTests {
    typealias Case = BadInputTests.Case

    /// A settlement section under the smallest configuration, from line 13 on; errors without the file's name.
    private static func settlement(_ body: String, _ errors: String...) -> Case {
        Case(text: Sample.adding("settlement:\n\(body)"), errors: errors.map { "curtaild.yaml:\($0)" })
    }

    private static func contract(_ members: String, _ errors: String...) -> Case {
        let block = "mw: 6, usd_per_mwh: 30, resale: true"
        return Case(
            text: Sample.adding(
                "settlement:\n  contracts:\n    - {\(members.replacing("BLOCK", with: block))}"),
            errors: errors.map { "curtaild.yaml:\($0)" })
    }

    private static let term = "program: ers_30, from: 2026-10-01, to: 2026-11-30"
    private static let period =
        "name: TP1, first_hour_ending: 6, last_hour_ending: 9, days: business_days, mw: 1, usd_per_mw_h: 5"

    private static func ers(_ entries: [String], _ errors: String...) -> Case {
        let lines = entries.map { "    - \($0)" }.joined(separator: "\n")
        return Case(
            text: Sample.adding("settlement:\n  ers:\n\(lines)"), errors: errors.map { "curtaild.yaml:\($0)" }
        )
    }

    private static func periods(_ periods: String..., errors: [String]) -> Case {
        let lines = periods.map { "        - {\($0)}" }.joined(separator: "\n")
        let text =
            "settlement:\n  ers:\n    - \(term.replacing(", ", with: "\n      "))\n      periods:\n\(lines)"
        return Case(text: Sample.adding(text), errors: errors.map { "curtaild.yaml:\($0)" })
    }

    static let keys: [Case] = [
        settlement("  basline: readings", #"14:3: unknown key "basline"; did you mean "baseline"?"#),
        settlement(
            "  baseline: reading",
            #"14:13: settlement.baseline: "reading" is unknown; did you mean readings? Possible: readings, "#
                + "five_minute_average, meter_before_after, middle_8_of_10, matching_day_pair, "
                + "regression_calendar or maximum_base_load"),
        settlement(
            "  baselines: {nonspin: readings, rrs: half, day_ahead_energy: readings}",
            #"14:15: settlement.baselines: "nonspin" is unknown; did you mean non_spin? Possible: "#
                + "site_safety, transmission_load_shed, underfrequency, rrs, ecrs, non_spin, ers_10, ers_30, "
                + "base_point, reg_up, reg_down, manual, committed_capability, coincident_peak, price, schedule or voluntary",
            #"14:39: settlement.baselines: rrs: "half" is unknown; write readings, five_minute_average, "#
                + "meter_before_after, middle_8_of_10, matching_day_pair, regression_calendar or "
                + "maximum_base_load",
            #"14:45: settlement.baselines: "day_ahead_energy" is unknown; write "#
                + "site_safety, transmission_load_shed, underfrequency, rrs, ecrs, non_spin, ers_10, ers_30, "
                + "base_point, reg_up, reg_down, manual, committed_capability, coincident_peak, price, schedule or voluntary"
        ),
        settlement(
            "  baselines: [rrs]",
            "14:14: settlement.baselines: this is a list; write a map such as "
                + "{non_spin: five_minute_average}"),
        settlement(
            "  baselines: {ers_10: maximum_base_load}",
            "14:14: settlement.baselines: maximum_base_load measures against a declared load and none is "
                + "declared; write maximum_base_load_mw"),
        settlement(
            "  baseline: maximum_base_load\n  meter: ''",
            "14:13: settlement.baseline: maximum_base_load measures against a declared load and none is "
                + "declared; write maximum_base_load_mw",
            "15:10: settlement.meter: the name is empty; write letters, digits and . _ : - only, at most 64, "
                + "a letter or digit first"),
        settlement(
            "  reading_uncertainty: 5\n  rebuild_after_s: -1",
            "14:24: settlement.reading_uncertainty: 5 is above 1; write 0 to 1",
            "15:20: settlement.rebuild_after_s: -1 is below 0; write 0 to 2592000"),
        settlement(
            "  holidays: [2026-11-31, 11/26/2026, 2026-11-26, 2026-11-26]",
            #"14:14: settlement.holidays: "2026-11-31" is no day of 2000 to 2199; write 2026-01-31"#,
            #"14:26: settlement.holidays: "11/26/2026" is no day of 2000 to 2199; write 2026-01-31"#,
            "14:50: settlement.holidays: 2026-11-26 stands twice"),
        settlement(
            "  holidays: 2026-11-26",
            "14:13: settlement.holidays: this is a single value; write a list such as "
                + "[2026-11-26, 2026-12-25]"),
    ]

    static let contracts: [Case] = [
        settlement(
            "  contracts: {from: 2026-01-01}",
            "14:14: settlement.contracts: this is a map of keys; write a list, each entry with - from:"),
        contract("qse_share: 0.9", "15:7: from is missing; write a day such as 2026-01-31"),
        contract(
            "from: 2026-01-01, loss_facter: 1",
            #"15:26: unknown key "loss_facter"; did you mean "loss_factor"?"#
        ),
        contract(
            "from: yesterday, qse_share: 1.1, loss_factor: 0.4, adder_usd_per_mwh: 10001",
            "15:36: qse_share: 1.1 is above 1; write 0 to 1",
            "15:54: loss_factor: 0.4 is below 0.5; write 0.5 to 2",
            "15:78: adder_usd_per_mwh: 10001 is above 10000; write -10000 to 10000",
            #"15:14: from: "yesterday" is no day of 2000 to 2199; write 2026-01-31"#),
        contract(
            "from: 2026-01-01, block: {mw: 0, resale: maybe}",
            "15:38: block.mw: 0 is below 0.001; write 0.001 to 100000",
            "15:33: block.usd_per_mwh is missing; write a number",
            #"15:49: block.resale: "maybe" is neither true nor false"#),
        contract(
            "from: 2026-01-01, resale_fee_usd_per_mwh: 1",
            "15:50: resale_fee_usd_per_mwh: nothing of this contract is resold; write a block with "
                + "resale: true, or delete the fee"),
        settlement(
            """
              contracts:
                - {from: 2026-01-01}
                - {from: 2025-01-01}
                - {from: 2026-01-01}
            """,
            "16:14: from: 2025-01-01 stands below 2026-01-01; write the contracts in the order of their days",
            "17:14: from: another contract begins on 2026-01-01 already; keep one"),
    ]

    static let emergencyResponse: [Case] = [
        ers(
            ["{program: ers_60, from: 2026-10-01, to: 2026-09-30}"],
            #"15:17: program: "ers_60" is unknown; did you mean ers_10? Possible: ers_10 or ers_30"#,
            "15:7: periods is missing; write a list of at least one, each with - name:",
            "15:47: to: 2026-09-30 is before from, 2026-10-01; write the last day, which is included"),
        ers(
            ["{\(term), squared_below: 0.9, counts_as_one_from: 0.85, periods: []}"],
            "15:99: counts_as_one_from: availability of 0.85 would be squared as well, below 0.9; write at "
                + "least that",
            "15:114: periods: the list is empty; write at least one, with - name:"),
        periods(
            period.replacing("6", with: "10"),
            errors: [
                "19:64: last_hour_ending: 9 is before first_hour_ending, 10; a period over midnight is two "
                    + "periods"
            ]),
        periods(
            "name: TP1",
            errors: [
                "19:11: first_hour_ending is missing; write a number",
                "19:11: last_hour_ending is missing; write a number",
                "19:11: days is missing; write business_days, other_days or all_days",
                "19:11: mw is missing; write a number", "19:11: usd_per_mw_h is missing; write a number",
            ]),
        periods(
            period, period.replacing("TP1", with: "TP2").replacing("6", with: "9"),
            period.replacing("TP1", with: "TP3").replacing("business", with: "other"),
            period.replacing("6", with: "25"),
            errors: [
                "20:42: first_hour_ending: TP2 has hours of TP1, which one obligation cannot be paid twice "
                    + "for; write hours that TP1 does not have",
                "22:42: first_hour_ending: 25 is above 24; write 1 to 24",
            ]),
        periods(
            period, period.replacing("6", with: "1").replacing("9", with: "2"),
            errors: [
                "20:18: name: there is a period TP1 in this entry already"
            ]),
        ers(
            [
                "{\(term), periods: [{\(period)}]}",
                "{\(term.replacing("10-01", with: "11-30")), periods: [{\(period.replacing("6", with: "9"))}]}",
                "{\(term.replacing("30,", with: "10,")), periods: [{\(period)}]}",
            ],
            "16:31: from: ers_30 from 2026-11-30 obliges in hours of the entry from 2026-10-01 to 2026-11-30 "
                + "too; add up their megawatts in one of them"),
    ]

    static let peaks: [Case] = [
        settlement(
            "  coincident_peak: [{from: 2026-06-01, to: 2027-09-30, interval_min: 20, peaks_per_year: 13}]",
            "14:44: to: 2026-06-01 to 2027-09-30 are 487 days; write at most 366",
            "14:90: peaks_per_year: 13 is above 12; write 1 to 12",
            "14:70: interval_min: no peak is metered over 20 minutes; write 15, 30 or 60",
            "14:21: usd_per_mw_year is missing; write a number"),
        settlement(
            """
              coincident_peak:
                - from: 2026-06-01
                  to: 2026-09-30
                  peaks_per_year: 2
                  usd_per_mw_year: 50000
                  peak_intervals:
                    - {start: '2026-06-18T21:40:00Z'}
                    - {start: '2026-06-18T21:45:00'}
                    - {start: '2026-10-01T05:00:00Z'}
                    - {start: '2026-06-18T21:45:00Z'}
                    - {start: '2026-06-18T16:45:00-05:00'}
                - {from: 2026-09-30, to: 2026-12-31, usd_per_mw_year: 50000}
            """,
            "20:19: start: 2026-06-18T21:40:00Z does not begin an interval of 15 minutes",
            #"21:19: start: "2026-06-18T21:45:00" is no moment; write 2026-07-30T21:45:00Z, with Z or an "#
                + "offset",
            "22:19: start: 2026-10-01T05:00:00Z is on the operating day 2026-10-01, outside 2026-06-01 to "
                + "2026-09-30",
            "24:19: start: the peak of 2026-06-18T21:45:00Z stands twice",
            "20:9: peak_intervals: there are 3 peaks; peaks_per_year says at most 2",
            "25:14: from: the entry from 2026-06-01 to 2026-09-30 has days of this one too; a day counts in "
                + "one year"),
    ]

    @Test(
        "names line, column and remedy of every mistake",
        arguments: keys + contracts + emergencyResponse + peaks)
    func mistakes(one: Case) { #expect(Set(Sample.errors(one.text)) == Set(one.errors)) }

    private static let block =
        "settlement:\n  contracts: [{from: 2026-01-01, block: {mw: 60, usd_per_mwh: 30, resale: RESALE}}]"

    private static func site(_ groups: String, resale: Bool, price: Bool) -> String {
        let text = Sample.groups(groups) + "\n" + block.replacing("RESALE", with: "\(resale)")
        return price ? text : text.replacing("price: {}", with: "underfrequency: {}")
    }

    @Test("refuses to curtail for price what a block without resale has paid for")
    func blockWithoutResale() {
        let groups = "  - {name: a, driver: simulated, count: 90, unit_w: 1000000, value_usd_per_mwh: 90}"
        let firm = groups + "\n  - {name: b, driver: none, mw: 59}"
        #expect(
            Sample.errors(Self.site(firm, resale: false, price: true)) == [
                "curtaild.yaml:11:75: block.resale: the block of 60 MW is paid whether or not it is used and "
                    + "cannot be sold back, and price curtails the site down to 59 MW, where unused block "
                    + "energy earns nothing; write resale: true if the contract sells it back; if not, give "
                    + "groups of 1 MW driver: none, or delete the section price"
            ])
        #expect(Sample.errors(Self.site(firm, resale: true, price: true)).isEmpty)
        #expect(Sample.errors(Self.site(firm, resale: false, price: false)).isEmpty)
        let enough = firm.replacing("mw: 59", with: "mw: 60")
        #expect(Sample.errors(Self.site(enough, resale: false, price: true)).isEmpty)
    }
}
