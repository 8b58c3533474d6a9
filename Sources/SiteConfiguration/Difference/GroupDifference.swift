import SitePorts
import CurtailmentEngine
import GridUnits

/// What changes in the groups and their units.
enum GroupDifference {
    static func changes(_ old: SiteConfiguration, _ new: SiteConfiguration) -> [String] {
        let before = keyed(old)
        let now = keyed(new)
        let removed = old.policy.groups.filter { now[$0.name] == nil }.map {
            "group \($0.name) removed (\(size($0.units.count)))"
        }
        let rest = new.policy.groups.flatMap { group -> [String] in
            guard let was = before[group.name], let isNow = now[group.name] else {
                return ["group \(group.name) added (\(size(group.units.count)))"]
            }
            return changes(was, isNow)
        }
        let order = order(old.policy.groups.map(\.name), new.policy.groups.map(\.name))
        return removed + rest + order
    }

    private static func keyed(_ configuration: SiteConfiguration) -> [String: SiteGroup] {
        let groups = zip(configuration.policy.groups, configuration.fleet.groups).map {
            SiteGroup(policy: $0, fleet: $1)
        }
        return Dictionary(groups.map { ($0.policy.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private static func changes(_ old: SiteGroup, _ new: SiteGroup) -> [String] {
        let name = "group \(new.policy.name)"
        var changes: [String] = []
        func compare(_ key: String, _ was: String, _ isNow: String) {
            if was != isNow { changes.append("\(name): \(key) \(was) → \(isNow)") }
        }
        compare("driver", DriverName.text(old.fleet.driver), DriverName.text(new.fleet.driver))
        compare("value", value(old.policy.value), value(new.policy.value))
        compare("shed_rank", "\(old.policy.shedRank)", "\(new.policy.shedRank)")
        return changes + units(name, old, new)
    }

    private static func units(_ name: String, _ old: SiteGroup, _ new: SiteGroup) -> [String] {
        guard old.policy.units != new.policy.units || old.fleet.units != new.fleet.units else { return [] }
        let before = byIdentifier(old)
        let now = byIdentifier(new)
        let added = now.keys.count { before[$0] == nil }
        let removed = before.keys.count { now[$0] == nil }
        let changed = now.count { identifier, unit in before[identifier].map { $0 != unit } ?? false }
        let parts = [(added, "added"), (removed, "removed"), (changed, "changed")].filter { $0.0 > 0 }
        guard !parts.isEmpty else { return ["\(name): the order of its units changed"] }
        return ["\(name): \(parts.map { "\(size($0.0)) \($0.1)" }.joined(separator: ", "))"]
    }

    private struct Unit: Equatable {
        let policy: UnitPolicy
        let settings: FleetSettings.Unit
    }

    private static func byIdentifier(_ group: SiteGroup) -> [String: Unit] {
        let units = zip(group.policy.units, group.fleet.units).map { Unit(policy: $0, settings: $1) }
        return Dictionary(units.map { ($0.policy.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private static func order(_ old: [String], _ new: [String]) -> [String] {
        let common = Set(old).intersection(new)
        return old.filter(common.contains) == new.filter(common.contains)
            ? [] : ["the order of the groups changed"]
    }

    private static func value(_ value: GroupPolicy.Value) -> String {
        switch value {
        case .mining(let efficiency): "\(EffectiveSettings.decimal(efficiency)) J/TH"
        case .stated(let price): "\(price.decimal) USD/MWh"
        }
    }

    private static func size(_ count: Int) -> String { count == 1 ? "1 unit" : "\(count) units" }
}
