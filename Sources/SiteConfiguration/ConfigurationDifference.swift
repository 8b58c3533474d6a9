import CurtailmentEngine
import SitePorts
import SiteRecord

/// The changes from one configuration to another, in the operator's words.
package struct ConfigurationDifference: Hashable, Sendable, CustomStringConvertible {
    /// One change each, such as `price.hysteresis_usd_per_mwh 5 → 10`; in the order of the documentation.
    package let changes: [String]

    /// Compares the values in force, so that comments, order of keys and defaults written out are no change.
    ///
    /// - Parameters:
    ///   - old: the configuration in force.
    ///   - new: the one that takes its place.
    package init(from old: SiteConfiguration, to new: SiteConfiguration) {
        let (before, now) = (
            SiteSettings.section(of: old.drivers).settings(old.settings),
            SiteSettings.section(of: new.drivers).settings(new.settings)
        )
        changes = SettingValue.section(before).changes(to: .section(now), at: "") + Self.units(old, new)
    }

    /// Whether nothing differs.
    package var isEmpty: Bool { changes.isEmpty }

    package var description: String { isEmpty ? "nothing changed" : changes.joined(separator: "; ") }

    /// The changes of listed units, counted for each group that lists units before and after.
    private static func units(_ old: SiteConfiguration, _ new: SiteConfiguration) -> [String] {
        new.policy.groups.indices.flatMap { index -> [String] in
            let name = new.policy.groups[index].name
            guard let earlier = old.policy.groups.firstIndex(where: { $0.name == name }),
                [new.settings.groups[index], old.settings.groups[earlier]].allSatisfy({
                    $0.count == nil && $0.power == nil
                })
            else { return [] }
            return units(byIdentifier(old, earlier), byIdentifier(new, index), of: name)
        }
    }

    private struct Unit: Equatable {
        let policy: UnitPolicy
        let settings: FleetSettings.Unit
    }

    private static func byIdentifier(_ configuration: SiteConfiguration, _ group: Int) -> [(String, Unit)] {
        zip(configuration.policy.groups[group].units, configuration.fleet.groups[group].units).map {
            ($0.id, Unit(policy: $0, settings: $1))
        }
    }

    private static func units(_ old: [(String, Unit)], _ new: [(String, Unit)], of group: String) -> [String]
    {
        let before = Dictionary(old, uniquingKeysWith: { first, _ in first })
        let now = Dictionary(new, uniquingKeysWith: { first, _ in first })
        let parts = [
            (now.keys.count { before[$0] == nil }, "added"),
            (before.keys.count { now[$0] == nil }, "removed"),
            (now.count { identifier, unit in before[identifier].map { $0 != unit } ?? false }, "changed"),
        ].filter { $0.0 > 0 }.map { "\($0 == 1 ? "1 unit" : "\($0) units") \($1)" }
        if !parts.isEmpty { return ["groups.\(group).units: \(parts.joined(separator: ", "))"] }
        return old.map(\.0) == new.map(\.0) ? [] : ["the order of groups.\(group).units changed"]
    }
}
