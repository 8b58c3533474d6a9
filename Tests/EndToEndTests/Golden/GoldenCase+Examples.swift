extension GoldenCase {
    /// Every replay that is kept.
    static let all =
        [
            groups, ramp, foresight, rivals, sweep, contracts, reserve, frequency, corrections, dispatch,
            stale,
            gaps, longDay,
        ] + baselines

    private typealias Market = GoldenMarket

    /// Monday, 11:00 in Texas.
    private static let morning = "2024-06-03T16:00:00Z"

    /// Two groups of miners worth about 63 and 107 dollars, two of other load, one of them never commanded.
    private static let campus = """
        "site": {"name": "golden", "settlement_point": "HB_WEST", "fixed_mw": 1.5},
        "economics": {"hashprice_usd_per_ph_day": 45, "pool_fee": 0.015, "pue": 1.05, "loss_factor": 1.02,
            "adder_usd_per_mwh": 1.5},
        "price": {"min_down_s": 1000, "min_up_s": 777, "hysteresis_usd_per_mwh": 5, "restart_cost_usd_per_mw": 3},
        "groups": [
            {"name": "old", "driver": "simulated", "count": 6, "unit_w": 400000, "efficiency_j_per_th": 29.5},
            {"name": "new", "driver": "simulated", "count": 5, "unit_w": 800000, "efficiency_j_per_th": 17.5},
            {"name": "hosting", "driver": "simulated", "count": 2, "unit_w": 1000000, "value_usd_per_mwh": 150},
            {"name": "ai", "driver": "none", "mw": 3, "value_usd_per_mwh": 900}]
        """

    /// Dollars of five hours: each group is worth curtailing at some time, and turns back before its dwell is over.
    private static let restless =
        "25 61 64 70 58 120 95 99.5 104 300 1500 160 149 101 98 59 56 70 60 24.99"

    private static let groups = GoldenCase(
        name: "groups", site: SiteText.site(campus, SiteText.simulation(shed: 5, wake: 60)),
        prices: [Market.prices(restless, from: morning)],
        explained: [
            "2024-06-03T16:10:00Z", "2024-06-03T17:40:00Z", "2024-06-03T18:45:30Z", "2024-06-03T20:02:00Z",
        ])

    /// Slow units that turn back, a bounded return, and a hashprice that moves.
    private static let ramp = GoldenCase(
        name: "ramp", site: SiteText.site(campus, SiteText.simulation(shed: 400, wake: 700, ramp: 2)),
        prices: [Market.prices(restless, from: morning)],
        signals: [("17:20:30", "50.5"), ("18:47:10", "39"), ("20:01:01", "44.44")].map {
            Market.line("hashprice", at: "2024-06-03T\($0.0)Z", #""usd_per_ph_day": \#($0.1)"#)
        })

    private static let foresight = GoldenCase(
        name: "foresight", site: SiteText.site(campus, SiteText.simulation(shed: 0, wake: 0)),
        prices: [Market.prices(restless, from: morning)], options: ["--foresight", "interval"])

    /// A rule of two strikes beside it, prices twenty minutes late.
    private static let rivals = GoldenCase(
        name: "two-strikes", site: SiteText.site(campus, SiteText.simulation(shed: 5, wake: 60)),
        prices: [Market.prices(restless, from: morning)],
        options: ["--two-strike", "best", "--publication-delay", "1200"],
        showsDecisions: false, showsIntervals: false)

    private static let sweep = GoldenCase(
        name: "sweep", site: SiteText.site(campus, SiteText.simulation(shed: 5, wake: 60)),
        prices: [Market.prices(restless, from: morning)],
        options: ["--sweep", "price.min_down_s=0,900", "--sweep", "groups.old.efficiency_j_per_th=25,29.5"])

    /// Over a market midnight: energy bought ahead that is lost when unused, then one that is sold back; 4CP.
    private static let contracts = GoldenCase(
        name: "contracts",
        site: SiteText.site(
            campus, SiteText.simulation(shed: 5, wake: 60),
            settlement: """
                "contracts": [
                    {"from": "2024-06-01", "loss_factor": 1.02, "adder_usd_per_mwh": 1.5,
                        "block": {"mw": 6.5, "usd_per_mwh": 30, "resale": false}},
                    {"from": "2024-06-04", "qse_share": 0.9, "loss_factor": 1.03, "adder_usd_per_mwh": 2,
                        "resale_fee_usd_per_mwh": 0.75, "block": {"mw": 6.5, "usd_per_mwh": 30, "resale": true}}]
                """,
            """
            "coincident_peak": [{"from": "2024-06-01", "to": "2024-09-30", "usd_per_mw_year": 50000,
                "interval_min": 30, "minimum_billing_share": 0.2, "peak_intervals": [
                {"start": "2024-06-04T04:00:00Z"}, {"start": "2024-06-04T06:00:00Z", "published": false}]}]
            """),
        prices: [
            Market.prices("40 80 130 400 130 80 40 80 130 400 2000 61 20 20", from: "2024-06-04T03:15:00Z")
        ],
        explained: ["2024-06-04T04:10:00Z", "2024-06-04T06:10:00Z"])

    /// Responsive reserve and day-ahead energy sold in both markets, ERS in its periods, the QSE's share.
    private static let reserve = GoldenCase(
        name: "reserve",
        site: SiteText.site(
            SiteText.hall(), SiteText.simulation(shed: 5, wake: 60),
            settlement: """
                "contracts": [{"from": "2024-06-01", "qse_share": 0.85, "loss_factor": 1.03, "adder_usd_per_mwh": 2.25}],
                "holidays": ["2024-06-19"], "ers": [
                {"program": "ers_30", "from": "2024-06-01", "to": "2024-09-30", "availability_factor": 0.8,
                    "performance_factor": 0.97, "periods": [
                    {"name": "TP3", "first_hour_ending": 12, "last_hour_ending": 13, "days": "business_days",
                        "mw": 7.7, "usd_per_mw_h": 15.03}]}]
                """),
        prices: [
            Market.prices("25 90 140 3000 80 60 150 110 40 30 20 20", from: morning),
            Market.capacity(
                "RRS", dayAhead: ["6.5", "7.25", "4"],
                realTime: ["1", "2", "12.01", "0", "3", "3", "8.5", "0.4"],
                from: morning),
            "DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag\n06/03/2024,12:00,HB_WEST,60,N\n"
                + "06/03/2024,13:00,HB_WEST,71.5,N\n06/03/2024,14:00,HB_WEST,33,N\n",
        ],
        signals: [
            Market.award("R", "rrs", "dam", "20", at: "2024-06-02T18:00:00Z", from: morning, seconds: 9_000),
            Market.award(
                "E", "day_ahead_energy", "dam", "25.5", at: "2024-06-02T18:00:00Z",
                from: "2024-06-03T16:07:30Z",
                seconds: 7_200),
            Market.award(
                "R", "rrs", "rtm", "18.5", at: "2024-06-03T18:40:00Z", from: "2024-06-03T16:15:00Z",
                seconds: 5_400),
        ])

    /// A trip by an award, deeper in the middle of a price event; its recall; a second one that nothing arms.
    private static let frequency = GoldenCase(
        name: "frequency",
        site: SiteText.site(
            campus, SiteText.simulation(shed: 5, wake: 60),
            """
            "underfrequency": {"recovered_s": 120, "stale_s": 20}
            """),
        prices: [Market.prices("25 25 90 140 30 30 25 25", from: morning)],
        frequency: Market.frequency(
            [
                ("60.001", 1_000), ("59.69", 2), ("59.98", 20), ("59.68", 5), ("59.94", 30), ("59.96", 60),
                ("59.65", 4), ("59.97", 2_000), ("57.1", 1), ("59.99", 300),
            ], from: "2024-06-03T16:20:00Z")
            + Market.frequency([("59.6", 4), ("60", 120)], from: "2024-06-03T17:40:00Z").split(
                separator: "\n"
            )
            .dropFirst().map { "\($0)\n" }.joined(),
        signals: [
            Market.award(
                "R1", "rrs", "dam", "3.1", at: "2024-06-03T12:00:00Z", from: morning, seconds: 3_600),
            Market.award(
                "R2", "rrs", "dam", "4.2", at: "2024-06-03T16:01:00Z", from: morning, seconds: 3_600),
            Market.line(
                "instruction", at: "2024-06-03T16:55:00Z",
                #""id": "D7", "program": "ecrs", "action": "deploy", "mw": 2, "issuer": "QSE""#),
            Market.line(
                "instruction", at: "2024-06-03T17:15:00Z",
                #""id": "D8", "program": "rrs", "action": "recall", "issuer": "QSE""#),
        ],
        explained: ["2024-06-03T16:58:00Z", "2024-06-03T17:41:00Z"])

    /// Prices corrected while they govern and hours later, one of them twice.
    private static let corrections = GoldenCase(
        name: "corrections", site: SiteText.site(campus, SiteText.simulation(shed: 5, wake: 60)),
        prices: [Market.prices(restless, from: morning)],
        signals: [
            ("2024-06-03T17:37:00Z", "2024-06-03T17:15:00Z", "30"),
            ("2024-06-03T20:10:00Z", "2024-06-03T18:30:00Z", "777.77"),
            ("2024-06-03T20:15:30Z", "2024-06-03T19:45:00Z", "12.5"),
            ("2024-06-03T20:40:00Z", "2024-06-03T18:30:00Z", "801"),
        ].map { Market.price("rtm", $0.2, at: $0.0, from: $0.1, seconds: 900) },
        knownAt: ["2024-06-03T20:05:00Z", "2024-06-03T20:12:00Z"])

    /// Five-minute prices decide; a quarter of an hour that has no other price is rebuilt from them.
    private static let dispatch = GoldenCase(
        name: "dispatch",
        site: SiteText.site(
            campus, SiteText.simulation(shed: 5, wake: 60),
            settlement: #""rebuild_after_s": 900"#),
        prices: [Market.prices("25 60 90 - 101 20 - 20 20 20 20 20 20 20 20 20", from: morning)],
        signals: Market.dispatch(
            "22 24 23 70 80 66 90 - - 120 160 140 - 99 - - 24 24 10 - - 22 20 21", from: morning),
        options: ["--allow-gaps"], explained: ["2024-06-03T16:41:00Z", "2024-06-03T17:17:00Z"])

    /// The price falls silent for longer than its limit, and the site releases.
    private static let stale = GoldenCase(
        name: "stale",
        site: SiteText.site(
            SiteText.simulation(shed: 5, wake: 60),
            """
            "site": {"name": "golden", "settlement_point": "HB_WEST"}, "economics": {"hashprice_usd_per_ph_day": 45},
            "price": {"min_down_s": 600, "min_up_s": 0, "stale_s": 1200, "on_stale": "release"},
            "groups": [{"name": "s21", "driver": "simulated", "count": 8, "unit_w": 8000000, "efficiency_j_per_th": 17.5}]
            """),
        prices: [Market.prices("25 140 150 - - - - 160 20 20", from: morning)], options: ["--allow-gaps"],
        explained: ["2024-06-03T16:50:00Z", "2024-06-03T17:20:00Z"])

    /// Gaps while the load is down and while it is up; the site curtails when it hears nothing.
    private static let gaps = GoldenCase(
        name: "gaps",
        site: SiteText.site(
            SiteText.simulation(shed: 0, wake: 0),
            """
            "site": {"name": "golden", "settlement_point": "HB_WEST"}, "economics": {"hashprice_usd_per_ph_day": 45},
            "price": {"min_down_s": 0, "min_up_s": 0, "stale_s": 1800, "on_stale": "curtail"},
            "groups": [{"name": "s21", "driver": "simulated", "count": 8, "unit_w": 8000000, "efficiency_j_per_th": 17.5}]
            """),
        prices: [Market.prices("25 - 150 - 20 - - - 21 20", from: morning)], options: ["--allow-gaps"])

    /// The hour that comes twice in autumn.
    private static let longDay = GoldenCase(
        name: "long-day",
        site: SiteText.site(
            SiteText.hall(), SiteText.simulation(shed: 0, wake: 0),
            settlement: #""ers": [\#(SiteText.emergencyResponse(from: "2024-10-01", to: "2024-11-30"))]"#),
        prices: [
            Market.prices("20 130 20 140 150 20 160 20 170 180 20 20", from: "2024-11-03T05:30:00Z")
        ], options: ["--foresight", "interval"])

    /// A site metered for two weeks and a half that curtails for an hour and a half on the last of them, by every method.
    private static let baselines = [
        "meter_before_after", "five_minute_average", "middle_8_of_10", "matching_day_pair",
    ].map { method in
        let quarters = (0..<96 * 18).map { quarter -> String in
            // 16 MWh at full load, less at noon, less on weekends; 2.5 while curtailed.
            let (day, time) = (quarter / 96, quarter % 96)
            guard !(day == 17 && (45..<51).contains(time)) else { return "2.5\(time % 3)" }
            return "\(day % 7 > 4 ? 14 : 15).\((time * 7 + day * 13) % 90 + 10)"
        }
        let dear = (0..<96 * 18).map { $0 >= 96 * 17 + 44 && $0 < 96 * 17 + 50 ? "250" : "30" }
        return GoldenCase(
            name: "baseline-\(method.replacing("_", with: "-"))",
            site: SiteText.site(
                SiteText.hall(), SiteText.simulation(shed: 5, wake: 60),
                settlement: #""meter": "main", "baseline": "\#(method)""#),
            prices: [
                Market.prices(dear.joined(separator: " "), from: "2024-06-03T05:00:00Z"),
                Market.usage(quarters, from: "2024-06-03T05:00:00Z"),
            ],
            // Telemetry of the ten minutes before the curtailment.
            signals: (0..<20).map {
                Market.line(
                    "meter", at: Market.instant("2024-06-20T16:05:00Z", $0 * 30),
                    #""meter": "main", "mw": \#(60 + $0 % 7)"#)
            }, days: ("2024-06-20", "2024-06-20"), showsDecisions: method == "meter_before_after")
    }
}
