import SiteRecord
import Testing

@testable import SiteConfiguration

@Suite("ConfigurationDifference")
struct ConfigurationDifferenceTests {
    private static let base = Sample.groups(
        """
          - {name: hall, driver: luxos, unit_w: 90, value_usd_per_mwh: 60, units: [{id: a, address: 10.0.0.1}]}
          - {name: ai, driver: none, mw: 5}
        """)

    static let cases: [(String, String, [String])] = [
        (base, base + "\n# a comment\nfleet: {retries: 3}", []),
        (
            base, base.replacing("price: {}", with: "price: {hysteresis_usd_per_mwh: 10, min_up_s: 0.5}"),
            ["price.min_up_s 900 → 0.5", "price.hysteresis_usd_per_mwh 5 → 10"]
        ),
        (base, base.replacing("price: {}", with: ""), ["price on → off"]),
        (base, base + "\nunderfrequency: {}", ["underfrequency off → on"]),
        (
            base, base.replacing("day: 45", with: "day: 46.5, pue: 1.05").replacing("mw: 5", with: "mw: 6"),
            [
                "economics.hashprice_usd_per_ph_day 45 → 46.5", "economics.pue 1 → 1.05",
                "groups.ai.mw 5 → 6", "groups.hall.units: 1 unit changed",
            ]
        ),
        (
            base,
            base + "\n  - {name: hall-b, driver: simulated, count: 400, unit_w: 10, value_usd_per_mwh: 1}",
            ["groups.hall-b added"]
        ),
        (
            base,
            base.replacing(
                "[{id: a, address: 10.0.0.1}]",
                with: "[{id: b, address: 10.0.0.1}, {id: c, address: 10.0.0.2}]"
            )
            .replacing("mwh: 60", with: "mwh: 61, shed_rank: 3").replacing("name: ai", with: "name: ml"),
            [
                "groups.ai removed", "groups.hall.value_usd_per_mwh 60 → 61",
                "groups.hall.shed_rank 0 → 3", "groups.ml added",
                "groups.hall.units: 2 units added, 1 unit removed",
            ]
        ),
        (
            base,
            base
                + "\nsources: [{name: inbox, may: [price], stale_s: 9, rank: 1}, {name: x, kind: udp, "
                + "address: '[::1]:9'}]",
            [
                "sources.inbox.stale_s none → 9", "sources.inbox.rank 100 → 1",
                "sources.inbox.may [price, capacity_price, frequency, grid, load_forecast, meter, "
                    + "hashprice] → [price]",
                "sources.x added",
            ]
        ),
    ]

    static let settlement: [(String, String, [String])] = [
        (
            "settlement: {baseline: readings, rebuild_after_s: 10800, contracts: []}", "settlement: {}", []
        ),
        (
            "settlement: {meter: main, baselines: {rrs: readings}}",
            "settlement: {meter: sub, reading_uncertainty: 0.1, holidays: [2026-11-26]}",
            [
                "settlement.meter main → sub", "settlement.baselines.rrs readings → none",
                "settlement.reading_uncertainty 0.05 → 0.1", "settlement.holidays [] → [2026-11-26]",
            ]
        ),
        (
            """
            settlement:
              contracts:
                - {from: 2025-01-01, qse_share: 0.9}
                - {from: 2026-01-01, block: {mw: 60, usd_per_mwh: 30, resale: true}}
            """,
            """
            settlement:
              contracts:
                - {from: 2026-01-01, adder_usd_per_mwh: 1.5, resale_fee_usd_per_mwh: 1, block: {mw: 60, usd_per_mwh: 31, resale: true}}
                - {from: 2027-01-01}
            """,
            [
                "settlement.contracts.2025-01-01 removed",
                "settlement.contracts.2026-01-01.adder_usd_per_mwh 0 → 1.5",
                "settlement.contracts.2026-01-01.resale_fee_usd_per_mwh 0 → 1",
                "settlement.contracts.2026-01-01.block.usd_per_mwh 30 → 31",
                "settlement.contracts.2027-01-01 added",
            ]
        ),
        (
            """
            settlement:
              ers:
                - {program: ers_30, from: 2026-10-01, to: 2026-11-30, periods: [{name: TP5, first_hour_ending: 20, last_hour_ending: 22, days: business_days, mw: 10, usd_per_mw_h: 15.03}]}
              coincident_peak: [{from: 2026-06-01, to: 2026-09-30, usd_per_mw_year: 50000}]
            """,
            """
            settlement:
              ers:
                - {program: ers_30, from: 2026-10-01, to: 2026-11-30, availability_factor: 0.97, periods: [{name: TP5, first_hour_ending: 20, last_hour_ending: 22, days: business_days, mw: 12, usd_per_mw_h: 15.03}]}
              coincident_peak:
                - {from: 2026-06-01, to: 2026-09-30, usd_per_mw_year: 50000, peak_intervals: [{start: '2026-07-30T21:45:00Z', published: false}]}
            """,
            [
                "settlement.ers.ers_30 2026-10-01.availability_factor 1 → 0.97",
                "settlement.ers.ers_30 2026-10-01.periods.TP5.mw 10 → 12",
                "settlement.coincident_peak.2026-06-01.peak_intervals.2026-07-30T21:45:00Z added",
            ]
        ),
    ]

    @Test("says what changed in contracts and capacity, entry by entry", arguments: settlement)
    func settlementChanges(old: String, new: String, expected: [String]) throws {
        let difference = ConfigurationDifference(
            from: try Sample.parse(Self.base + "\n" + old), to: try Sample.parse(Self.base + "\n" + new))
        #expect(difference.changes == expected)
    }

    @Test("says what changed, in the operator's words", arguments: cases)
    func changes(old: String, new: String, expected: [String]) throws {
        let difference = ConfigurationDifference(from: try Sample.parse(old), to: try Sample.parse(new))
        #expect(difference.changes == expected)
        #expect(difference.isEmpty == expected.isEmpty)
    }
}
