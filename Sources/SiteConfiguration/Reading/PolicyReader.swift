import SiteRecord
import CurtailmentEngine
import GridUnits

/// Reads what the engine decides by, except for economics and groups.
struct PolicyReader {
    private let top: SectionReader
    private let site: SectionReader
    private let diagnostics: Diagnostics

    static let largestSite = Power.largestSite

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
            settlementPoint: SettlementPointReader(site).point, economics: economics,
            price: top.has("price") ? top.section(.price).value(of: PricePolicy.section) : nil,
            underfrequency: top.has("underfrequency")
                ? top.section(.underfrequency).value(of: UnderfrequencyPolicy.section) : nil,
            restore: top.section(.restore).value(of: RestorePolicy.section),
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

    private var gridAlarms: GridAlarmPolicy {
        let reader = top.section(.gridAlarms)
        return GridAlarmPolicy(
            physicalResponsiveCapabilityBelow: reader.quantity(
                "prc_below_mw", in: .zero...Self.largestSite, default: .megawatts(3_000)),
            emergencyAlertFrom: reader.count("eea_from", in: 1...3, default: 1))
    }
}
