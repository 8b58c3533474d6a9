import SiteRecord
import CurtailmentEngine

/// The maps of the configuration and the keys each may hold, in the order of the documentation.
enum ConfigurationSection: String, CaseIterable {
    /// The root of the file.
    case top = ""
    case site, economics, price, underfrequency, restore
    case gridAlarms = "grid_alarms"
    case settlement, simulation, fleet, control, paths, ledger
    case group = "groups"
    case unit = "units"
    case source = "sources"
    case contract = "contracts"
    case block
    case emergencyResponse = "ers"
    case emergencyResponsePeriod = "periods"
    case coincidentPeak = "coincident_peak"
    case peak = "peak_intervals"

    var keys: [String] {
        switch self {
        case .top:
            [
                "site", "economics", "price", "underfrequency", "restore", "grid_alarms", "settlement",
                "simulation", "groups", "sources", "fleet", "control", "paths", "on_stop", "ledger",
            ]
        case .site:
            ["name", "mode", "time_zone", "settlement_point", "settlement_point_type", "fixed_mw"]
        case .economics:
            ["hashprice_usd_per_ph_day", "pool_fee", "pue", "loss_factor", "adder_usd_per_mwh"]
        case .price: PricePolicy.section.outline.keys.map(\.name)
        case .underfrequency: UnderfrequencyPolicy.section.outline.keys.map(\.name)
        case .restore: RestorePolicy.section.outline.keys.map(\.name)
        case .gridAlarms: ["prc_below_mw", "eea_from"]
        case .settlement: Self.settlementKeys
        case .simulation: ["shed_s", "wake_s"]
        case .fleet: ["concurrency", "connect_s", "reply_s", "retries", "poll_s"]
        case .control: ["world_readable", "group"]
        case .paths: ["state", "runtime"]
        case .ledger: ["samples_days"]
        case .group:
            [
                "name", "driver", "count", "mw", "unit_w", "efficiency_j_per_th", "value_usd_per_mwh",
                "shed_rank",
                "units_file", "units",
            ]
        case .unit: ["id", "address", "unit_w", "efficiency_j_per_th"]
        case .source: ["name", "kind", "path", "address", "stale_s", "rank", "may"]
        case .contract: Self.contractKeys
        case .block: ["mw", "usd_per_mwh", "resale"]
        case .emergencyResponse: Self.emergencyResponseKeys
        case .emergencyResponsePeriod: Self.emergencyResponsePeriodKeys
        case .coincidentPeak: Self.coincidentPeakKeys
        case .peak: ["start", "published"]
        }
    }

    /// Says what to do about a key that this map does not hold.
    func remedy(for key: String) -> String {
        if let near = NearestName.of(key, among: keys) { return "did you mean \"\(near)\"?" }
        let owner = Self.allCases.first { $0 != self && $0 != .top && $0.keys.contains(key) }
        if let owner { return "it belongs under \(owner.rawValue)" }
        return "known here: \(keys.joined(separator: ", "))"
    }
}
