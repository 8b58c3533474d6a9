import GridMarket
import CurtailTesting
import Foundation

extension SettledCase {
    /// The recording of a real year.
    static let recording = "data/ercot-rtm-spp-15min-2024/rtm_hbwest_hbhubavg_2024.csv.gz"

    /// A year of everything that settles.
    ///
    /// - Parameters:
    ///   - name: what it is called in tests.
    ///   - prices: of the year 2024.
    /// - Returns: a case in which every kind of claim occurs.
    static func year(_ name: String, _ prices: Prices) -> SettledCase {
        SettledCase(
            testDescription: "\(name): dated contracts, awards, ERS, peaks, a day-ahead position",
            site: SiteText.site(
                SiteText.hall(), SiteText.simulation(shed: 5, wake: 60),
                settlement: contracts, SiteText.peaks,
                #""ers": [\#(SiteText.emergencyResponse(from: "2024-02-01", to: "2024-03-31"))]"#,
                #""holidays": ["2024-01-01", "2024-05-27", "2024-07-04"]"#),
            prices: prices, signals: MarketLines.year(),
            kinds: [
                "energyAvoided", "energyResold", "lostHash", "asCapacityDAM", "asImbalanceRT", "ersCapacity",
                "transmission4CPContingent", "dayAheadPosition",
            ])
    }

    static let all = [
        year("the year", .year),
        SettledCase(
            testDescription: "a scarcity day: groups, losses, dwell, restart cost, ramp",
            site: SiteText.site(SiteText.campus, SiteText.simulation(shed: 5, wake: 60, ramp: 5)),
            prices: .year, options: span("2024-05-08", "2024-05-10"),
            kinds: ["energyAvoided", "lostHash", "restartCost"]),
        SettledCase(
            testDescription: "a winter storm with foresight of the interval",
            site: SiteText.site(SiteText.campus, SiteText.simulation(shed: 5, wake: 60, ramp: 5)),
            prices: .day(month: 1, day: 16), options: ["--foresight", "interval"],
            kinds: ["energyAvoided", "lostHash", "restartCost"]),
        SettledCase(
            testDescription: "ERS on the day of 25 hours",
            site: SiteText.site(
                SiteText.hall(), SiteText.simulation(shed: 0, wake: 0),
                settlement: #""ers": [\#(SiteText.emergencyResponse(from: "2024-10-01", to: "2024-11-30"))]"#),
            prices: .day(month: 11, day: 3), options: ["--foresight", "interval"],
            kinds: ["energyAvoided", "lostHash", "ersCapacity"]),
        SettledCase(
            testDescription: "ERS on the day of 23 hours, prices 20 minutes late",
            site: SiteText.site(
                SiteText.hall(), SiteText.simulation(shed: 0, wake: 0),
                settlement: #""ers": [\#(SiteText.emergencyResponse(from: "2024-02-01", to: "2024-03-31"))]"#),
            prices: .day(month: 3, day: 10), options: ["--publication-delay", "1200"],
            kinds: ["energyAvoided", "lostHash", "ersCapacity"]),
        SettledCase(
            testDescription: "slow units that turn back while the hashprice moves",
            site: SiteText.site(SiteText.campus, SiteText.simulation(shed: 400, wake: 1_500, ramp: 3)),
            prices: .day(month: 5, day: 8), signals: MarketLines.hashprices,
            kinds: ["energyAvoided", "lostHash", "restartCost"]),
        SettledCase(
            testDescription: "prices that are corrected while they govern, and hours later",
            site: SiteText.site(SiteText.campus, SiteText.simulation(shed: 5, wake: 60)),
            prices: .day(month: 8, day: 20), signals: MarketLines.corrections,
            kinds: ["energyAvoided", "lostHash", "restartCost", "revised"]),
        SettledCase(
            testDescription: "a block that cannot be resold, then one that can",
            site: SiteText.site(
                SiteText.campus, SiteText.simulation(shed: 5, wake: 60), settlement: blocks, SiteText.peaks),
            prices: .year, options: span("2024-08-19", "2024-08-22"),
            kinds: ["energyAvoided", "energyResold", "lostHash", "transmission4CPContingent"]),
        SettledCase(
            testDescription: "gaps, awards of parts of intervals, prices of ERCOT's day-ahead report",
            site: SiteText.site(SiteText.hall("LZ_WEST"), SiteText.simulation(shed: 0, wake: 0)),
            prices: .rows(MarketLines.pricesWithGaps, dayAhead: MarketLines.dayAhead),
            options: span("2021-02-14", "2021-02-18"),
            signals: MarketLines.stormAwards, allowsGaps: true,
            kinds: ["energyAvoided", "asCapacityDAM", "asImbalanceRT", "dayAheadPosition", "gaps"]),
    ]

    /// Days in UTC.
    private static func span(_ from: String, _ to: String) -> [String] {
        ["--from", "\(from)T06:00:00Z", "--to", "\(to)T06:00:00Z"]
    }

    /// A change on each of three days on which prices were high.
    private static let contracts = """
        "contracts": [
            {"from": "2024-01-01", "qse_share": 0.9, "loss_factor": 1.02, "adder_usd_per_mwh": 1.5,
                "resale_fee_usd_per_mwh": 0.5, "block": {"mw": 40, "usd_per_mwh": 30, "resale": true}},
            {"from": "2024-05-08", "qse_share": 0.85, "loss_factor": 1.03, "adder_usd_per_mwh": 2.25},
            {"from": "2024-08-20", "block": {"mw": 33.3, "usd_per_mwh": 30, "resale": false}},
            {"from": "2024-11-03", "qse_share": 0.8, "block": {"mw": 90, "usd_per_mwh": 30, "resale": true}}]
        """

    private static let blocks = """
        "contracts": [
            {"from": "2024-08-01", "loss_factor": 1.02, "adder_usd_per_mwh": 1.5,
                "block": {"mw": 37.5, "usd_per_mwh": 30, "resale": false}},
            {"from": "2024-08-20", "qse_share": 0.9, "loss_factor": 1.03, "adder_usd_per_mwh": 2,
                "resale_fee_usd_per_mwh": 0.75, "block": {"mw": 37.5, "usd_per_mwh": 30, "resale": true}}]
        """
}
