import CurtailmentEngine
import GridMarket
import GridUnits
import SitePorts
import SiteRecord

/// Warns of settings that are allowed and probably not meant.
struct ConfigurationAdvice {
    let settings: SiteSettings
    let sources: [SourceSettings]
    let top: WrittenSection

    private var policy: SitePolicy { settings.policy }

    func give() {
        adviseOnSettlementPoint()
        adviseOnMode()
        adviseOnPrograms()
        adviseOnHashprice()
        adviseOnArming()
    }

    private var site: WrittenSection { top.section("site") }

    private func adviseOnSettlementPoint() {
        let point = policy.settlementPoint
        let place = site.position(of: "settlement_point")
        let isPhysical =
            settings.fleet.groups.contains { $0.driver.reach != .simulation } || policy.fixedLoad > .zero
        if point.name.hasPrefix("HB_"), isPhysical {
            warn(
                "site.settlement_point: \(point.name) is a hub, and physical load settles at its load "
                    + "zone or node; "
                    + "write the zone, such as LZ_WEST with settlement_point_type: LZEW", at: place)
        }
        guard point.name.hasPrefix("LZ_") else { return }
        switch point.type {
        case nil:
            warn(
                "site.settlement_point: \(point.name) is published as LZ and as LZEW, which are different "
                    + "prices; a file "
                    + "with both is refused, so write settlement_point_type: LZEW, which physical load pays",
                at: place)
        case "LZ":
            warn(
                "site.settlement_point_type: LZ settles the day-ahead market and trades; physical load "
                    + "pays LZEW",
                at: site.position(of: "settlement_point_type"))
        case .some:
            break
        }
    }

    private func adviseOnMode() {
        guard policy.mode == .armed else { return }
        let place = site.position(of: "mode")
        if !policy.groups.contains(where: \.isCommanded) {
            warn("site.mode: armed, but no group has a driver that commands anything", at: place)
        }
        let simulated = settings.fleet.groups.filter { $0.driver.reach == .simulation }.map(\.name)
        if !simulated.isEmpty {
            warn(
                "site.mode: armed, but these groups are simulated and shed no real megawatt: "
                    + simulated.prefix(5).joined(separator: ", "), at: place)
        }
    }

    private func adviseOnPrograms() {
        let switches = ProgramTable.standard.switches(policy)
        guard !switches.contains(where: \.isOn), let root = top.node else { return }
        warn(
            "neither \(switches.map(\.name).joined(separator: " nor ")) is on; "
                + "only people and instructions will curtail",
            at: root.position)
    }

    private func adviseOnHashprice() {
        let mining = policy.groups.filter { group in
            guard case .mining = group.value else { return false }
            return group.isCommanded
        }
        guard policy.price != nil, !mining.isEmpty, policy.economics.dollarsPerPetahashDay == .zero else {
            return
        }
        warn(
            "economics.hashprice_usd_per_ph_day is 0, so that until a hashprice signal arrives any price "
                + "above 0 curtails "
                + "\(mining.prefix(5).map(\.name).joined(separator: ", ")); write today's hashprice",
            at: top.position(of: "price"))
    }

    private func adviseOnArming() {
        guard let underfrequency = policy.underfrequency, underfrequency.arming == .award,
            !sources.contains(where: { $0.may.contains(.award) })
        else { return }
        warn(
            "underfrequency.arming: award, but no source may send awards, so that the trip can never be "
                + "armed; "
                + "add award to the may of a source", at: top.position(of: "underfrequency"))
    }

    private func warn(_ message: String, at position: TextPosition) {
        top.diagnostics.warn(message, at: position)
    }
}
