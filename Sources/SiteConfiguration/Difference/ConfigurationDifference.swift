/// What a changed configuration changes, in the operator's words.
package struct ConfigurationDifference: Hashable, Sendable {
    /// One change each, such as `price.hysteresis_usd_per_mwh 5 → 10`; in the order of the documentation.
    package let changes: [String]

    /// Compares what is in force, so that comments, order of keys and defaults written out are no change.
    ///
    /// - Parameters:
    ///   - old: the configuration in force.
    ///   - new: the one that takes its place.
    package init(from old: SiteConfiguration, to new: SiteConfiguration) {
        changes =
            Self.settings(old, new) + SettlementDifference.changes(old.settlement, new.settlement)
            + GroupDifference.changes(old, new) + SourceDifference.changes(old, new)
    }

    package var isEmpty: Bool { changes.isEmpty }

    private static func settings(_ old: SiteConfiguration, _ new: SiteConfiguration) -> [String] {
        let before = EffectiveSettings(old).settings
        let now = EffectiveSettings(new).settings
        let earlier = Dictionary(before.map { ($0.key, $0.text) }, uniquingKeysWith: { first, _ in first })
        // A key that only one side has belongs to a section that was switched on or off, which is said once.
        return now.compactMap { setting in
            guard let was = earlier[setting.key], was != setting.text else { return nil }
            return "\(setting.key) \(was) → \(setting.text)"
        }
    }
}

extension ConfigurationDifference: CustomStringConvertible {
    package var description: String { isEmpty ? "nothing changed" : changes.joined(separator: "; ") }
}
