import CurtailmentEngine
import GridUnits

/// Reads what the engine decides by, except for economics and groups.
struct PolicyReader {
    private let top: SectionReader
    private let site: SectionReader
    private let diagnostics: Diagnostics

    static let week = TimeSpan.seconds(604_800)
    static let largestSite = Power.megawatts(100_000)

    init(_ top: SectionReader) {
        self.top = top
        site = top.section(.site)
        diagnostics = top.diagnostics
        if let node = top.node, !top.has("site") {
            diagnostics.report(
                "site is missing; write site: with name and settlement_point below it", at: node.position)
        }
    }

    func policy(economics: EconomicsPolicy, groups: [GroupPolicy]) -> SitePolicy {
        refuseOtherTimeZones()
        return SitePolicy(
            name: siteName, mode: site.choice("mode", default: SiteMode.shadow),
            fixedLoad: site.quantity("fixed_mw", in: .zero...Self.largestSite, default: .zero),
            settlementPoint: SettlementPointReader(site).point, economics: economics, price: price,
            underfrequency: top.has("underfrequency")
                ? UnderfrequencyReader(top.section(.underfrequency)).underfrequency : nil,
            restore: RestorePolicy(
                rampPerMinute: top.section(.restore).quantity(
                    "ramp_mw_per_min", in: .zero...Self.largestSite, default: .zero)),
            grid: gridAlarms, groups: groups)
    }

    private var siteName: String {
        guard let text = site.required("name", wanted: "the site's name") else { return "" }
        let isPrintable = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        guard !text.isEmpty, text.utf8.count <= 64, isPrintable else {
            site.report("name", "write 1 to 64 printable bytes")
            return ""
        }
        return text
    }

    private func refuseOtherTimeZones() {
        let only = "America/Chicago"
        guard let text = site.scalar("time_zone", wanted: only), text != only else { return }
        site.report(
            "time_zone",
            "\"\(text.prefix(40))\" is not the market's time zone; ERCOT's operating days and intervals "
                + "are in \(only), "
                + "the only one there is here")
    }

    private var price: PricePolicy? {
        guard top.has("price") else { return nil }
        let reader = top.section(.price)
        return PricePolicy(
            minimumDown: reader.seconds("min_down_s", in: .zero...Self.week, default: .seconds(900)),
            minimumUp: reader.seconds("min_up_s", in: .zero...Self.week, default: .seconds(900)),
            hysteresis: reader.quantity(
                "hysteresis_usd_per_mwh", in: .zero...EnergyPrice.dollarsPerMegawattHour(10_000),
                default: .dollarsPerMegawattHour(5)),
            restartCostPerMegawatt: reader.quantity(
                "restart_cost_usd_per_mw", in: .zero...Money.dollars(1_000_000), default: .zero),
            scedFreshFor: reader.seconds("sced_fresh_s", in: .seconds(1)...Self.week, default: .seconds(600)),
            staleAfter: reader.seconds("stale_s", in: .seconds(1)...Self.week, default: .seconds(1_800)),
            stance: reader.choice("on_stale", default: Stance.hold))
    }

    private var gridAlarms: GridAlarmPolicy {
        let reader = top.section(.gridAlarms)
        return GridAlarmPolicy(
            physicalResponsiveCapabilityBelow: reader.quantity(
                "prc_below_mw", in: .zero...Self.largestSite, default: .megawatts(3_000)),
            emergencyAlertFrom: reader.count("eea_from", in: 1...3, default: 1))
    }
}
