import CurtailTesting
import Testing

/// A replay that is settled once more by an independent script.
struct SettledCase: Sendable, CustomTestStringConvertible {
    /// Where the prices come from.
    enum Prices: Sendable {
        /// The made-up year, in the plain layout.
        case year
        /// A day of that year as ERCOT publishes it.
        case day(month: Int, day: Int)
        /// Rows of the plain layout, and rows of ERCOT's day-ahead report.
        case rows([String], dayAhead: [String])
        /// A real recording, relative to the shared folder.
        case shared(String)
    }

    let testDescription: String
    /// The configuration as JSON, which is YAML too: both programs read the same file.
    let site: String
    let prices: Prices
    /// What both programs are told alike.
    var options: [String] = []
    /// Lines of signals.
    var signals: [String] = []
    var allowsGaps = false
    /// What has to be there, so that an agreement says something.
    let kinds: Set<String>

    /// The paths of the price files; what is made up is written into a folder.
    func priceFiles(in folder: TemporaryDirectory) throws -> [String] {
        func write(_ name: String, _ header: String, _ rows: [String]) throws -> String {
            try folder.write(([header] + rows).map { "\($0)\n" }.joined(), to: name)
        }
        switch prices {
        case .year: return [try folder.write(MadePrices.plain(MadePrices.year), to: "year.csv")]
        case .day(let month, let day):
            return [try folder.write(MadePrices.published(month: month, day: day), to: "day.csv")]
        case .rows(let rows, let dayAhead):
            return [
                try write("prices.csv", "interval_start_utc,settlement_point,price_usd_per_mwh", rows),
                try write(
                    "day-ahead.csv",
                    "Delivery Date,Hour Ending,Repeated Hour Flag,Settlement Point,Settlement Point Price",
                    dayAhead),
            ]
        case .shared(let file): return [SharedData.path(file)]
        }
    }
}

/// Sections of configurations.
enum SiteText {
    /// Three groups that are commanded and differ in everything, one that is not, and fixed load.
    static let campus = """
        "site": {"name": "check", "settlement_point": "HB_WEST", "fixed_mw": 1.5},
        "economics": {"hashprice_usd_per_ph_day": 45, "pool_fee": 0.015, "pue": 1.05, "loss_factor": 1.02,
            "adder_usd_per_mwh": 1.5},
        "price": {"min_down_s": 1000, "min_up_s": 777, "hysteresis_usd_per_mwh": 5, "restart_cost_usd_per_mw": 3},
        "groups": [
            {"name": "old", "driver": "simulated", "count": 30, "unit_w": 400000, "efficiency_j_per_th": 29.5},
            {"name": "new", "driver": "simulated", "count": 40, "unit_w": 800000, "efficiency_j_per_th": 17.5},
            {"name": "hosting", "driver": "simulated", "count": 4, "unit_w": 1000000, "value_usd_per_mwh": 150},
            {"name": "ai", "driver": "none", "mw": 12, "value_usd_per_mwh": 900}]
        """

    /// 64 MW that sleep and wake at once, without dwell, band and cost.
    static func hall(_ point: String = "HB_WEST") -> String {
        """
        "site": {"name": "check", "settlement_point": "\(point)"}, "economics": {"hashprice_usd_per_ph_day": 45},
        "price": {"min_down_s": 0, "min_up_s": 0, "hysteresis_usd_per_mwh": 0},
        "groups": [
            {"name": "s21", "driver": "simulated", "count": 8, "unit_w": 8000000, "efficiency_j_per_th": 17.5}]
        """
    }

    static func simulation(shed: Int, wake: Int, ramp: Int = 0) -> String {
        #""simulation": {"shed_s": \#(shed), "wake_s": \#(wake)}, "restore": {"ramp_mw_per_min": \#(ramp)}"#
    }

    static func emergencyResponse(from: String, to: String) -> String {
        """
        {"program": "ers_30", "from": "\(from)", "to": "\(to)", "availability_factor": 0.8,
            "performance_factor": 0.97, "periods": [
            {"name": "TP7", "first_hour_ending": 1, "last_hour_ending": 3, "days": "other_days", "mw": 10,
                "usd_per_mw_h": 5.15},
            {"name": "TP5", "first_hour_ending": 20, "last_hour_ending": 22, "days": "all_days", "mw": 7.7,
                "usd_per_mw_h": 15.03}]}
        """
    }

    /// 4CP of 2024; the second peak is only expected, and both are metered over half an hour.
    static let peaks = """
        "coincident_peak": [{"from": "2024-06-01", "to": "2024-09-30", "usd_per_mw_year": 50000, "interval_min": 30,
            "minimum_billing_share": 0.2, "peak_intervals": [
            {"start": "2024-06-19T21:30:00Z"}, {"start": "2024-08-21T00:30:00Z", "published": false}]}]
        """

    static func site(_ sections: String..., settlement: String...) -> String {
        "{" + sections.joined(separator: ", ") + #", "settlement": {"# + settlement.joined(separator: ", ")
            + "}}\n"
    }
}
