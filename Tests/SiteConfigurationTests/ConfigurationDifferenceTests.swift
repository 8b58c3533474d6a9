import Testing

@testable import SiteConfiguration

@Suite("ConfigurationDifference")
struct ConfigurationDifferenceTests {
    private static let base = Sample.groups(
        """
          - {name: hall, driver: luxos, unit_w: 9, value_usd_per_mwh: 60, units: [{id: a, address: 10.0.0.1}]}
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
                "group hall: 1 unit changed",
                "group ai: 1 unit changed",
            ]
        ),
        (
            base,
            base + "\n  - {name: hall-b, driver: simulated, count: 400, unit_w: 1, value_usd_per_mwh: 1}",
            ["group hall-b added (400 units)"]
        ),
        (
            base,
            base.replacing(
                "[{id: a, address: 10.0.0.1}]",
                with: "[{id: b, address: 10.0.0.1}, {id: c, address: 10.0.0.2}]"
            )
            .replacing("mwh: 60", with: "mwh: 61, shed_rank: 3").replacing("name: ai", with: "name: ml"),
            [
                "group ai removed (1 unit)", "group hall: value 60 USD/MWh → 61 USD/MWh",
                "group hall: shed_rank 0 → 3",
                "group hall: 2 units added, 1 unit removed", "group ml added (1 unit)",
            ]
        ),
        (
            base,
            base
                + "\nsources: [{name: inbox, may: [price], stale_s: 9, rank: 1}, {name: x, kind: udp, "
                + "address: '[::1]:9'}]",
            [
                "source inbox: stale_s none → 9", "source inbox: rank 100 → 1",
                "source inbox: may [price, capacity_price, frequency, grid, load_forecast, meter, "
                    + "hashprice] → [price]",
                "source x added (udp [::1]:9)",
            ]
        ),
    ]

    @Test("says what changed, in the operator's words", arguments: cases)
    func changes(old: String, new: String, expected: [String]) throws {
        let difference = ConfigurationDifference(from: try Sample.parse(old), to: try Sample.parse(new))
        #expect(difference.changes == expected)
        #expect(difference.isEmpty == expected.isEmpty)
    }

    @Test("knows every key of the sections that are single values")
    func completeness() throws {
        let settings = EffectiveSettings(try Sample.parse(Sample.adding("underfrequency: {}"))).settings.map(
            \.key)
        for section in ConfigurationSection.allCases {
            switch section {
            case .top, .group, .unit, .source: continue
            case .site, .economics, .price, .underfrequency, .restore, .gridAlarms, .simulation, .fleet,
                .control, .paths:
                // One time zone is possible, so it never changes.
                for key in section.keys where key != "time_zone" {
                    #expect(settings.contains("\(section.rawValue).\(key)"))
                }
            }
        }
    }
}
