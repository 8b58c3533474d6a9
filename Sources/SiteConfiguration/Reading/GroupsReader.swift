import CurtailmentEngine
import GridUnits
import SitePorts
import SiteRecord

/// Makes the groups of the engine and of the fleet from `groups`, and refuses keys that contradict each other.
struct GroupsReader {
    let diagnostics: Diagnostics
    let folder: String
    let files: ConfigurationFiles
    private let drivers: [DriverForm]
    private let credentials: CredentialShelf
    private var census: UnitCensus
    private var names: [String: TextPosition] = [:]

    /// Begins to read.
    ///
    /// - Parameters:
    ///   - powerUsageEffectiveness: turns a unit's own draw into draw at the site meter.
    ///   - folder: where a relative `units_file` is.
    ///   - files: reads and remembers the units files.
    ///   - context: the drivers there are, and who reads credentials.
    ///   - diagnostics: collects the mistakes.
    init(
        powerUsageEffectiveness: Fraction, folder: String, files: ConfigurationFiles,
        context: ConfigurationContext, _ diagnostics: Diagnostics
    ) {
        drivers = context.drivers
        credentials = CredentialShelf(reader: context.credentials, diagnostics: diagnostics)
        self.diagnostics = diagnostics
        self.folder = folder
        self.files = files
        census = UnitCensus(powerUsageEffectiveness: powerUsageEffectiveness, diagnostics: diagnostics)
    }

    /// One group; nil when it has an error, which has been reported.
    mutating func group(_ group: GroupSettings, _ written: WrittenSection) -> SiteGroup? {
        let hasName = written.isRight(["name"])
        if hasName, let earlier = names.updateValue(written.position(of: "name"), forKey: group.name) {
            written.report("name", "there is a group \(group.name) already (\(earlier)); choose another name")
        }
        guard written.isRight(["driver"]), let options = options(group, written) else { return nil }
        let value = value(group, written)
        guard let rows = units(group, written), let value, hasName,
            let units = census.add(rows, to: group.name)
        else { return nil }
        return SiteGroup(
            policy: GroupPolicy(
                name: group.name, isCommanded: group.driver.reach != .uncommanded, value: value,
                shedRank: group.shedRank, units: units),
            fleet: FleetSettings.Group(
                name: group.name, driver: group.driver, options: options, units: rows.map(\.settings)))
    }

    /// The worth of the group's megawatt-hours; exactly one of two keys says it.
    private func value(_ group: GroupSettings, _ written: WrittenSection) -> GroupPolicy.Value? {
        switch (written.has("efficiency_j_per_th"), written.has("value_usd_per_mwh")) {
        case (true, true):
            diagnostics.report(
                "efficiency_j_per_th and value_usd_per_mwh contradict each other; keep the first for miners, "
                    + "the second for load that does not mine",
                at: written.keyPosition(of: "value_usd_per_mwh"))
            return nil
        case (true, false):
            return group.efficiency.map { .mining(joulesPerTerahash: $0) }
        case (false, true):
            return group.value.map { .stated($0) }
        case (false, false):
            // Load that is never commanded needs no value: nothing is ever decided by it.
            guard group.driver.reach != .uncommanded else { return .stated(.zero) }
            diagnostics.report(
                "the group has no value; write efficiency_j_per_th for miners or value_usd_per_mwh for "
                    + "other load", at: written.keyPosition(of: "name"))
            return nil
        }
    }

    /// The driver's own keys, each with its default; nil when one is missing, which has been reported.
    private func options(
        _ group: GroupSettings, _ written: WrittenSection
    ) -> [String: FleetSettings.Option]? {
        for other in drivers where other != group.driver {
            for option in other.options where written.has(option.name) && !group.driver.has(option.name) {
                diagnostics.report(
                    "\(option.name) does not go with driver: \(group.driver.name); it belongs to \(other.name)",
                    at: written.keyPosition(of: option.name))
            }
        }
        var options: [String: FleetSettings.Option] = [:]
        for option in group.driver.options {
            switch option.kind {
            case .program:
                guard
                    written.requires(
                        option.name,
                        wanted: "a program and its arguments, such as \(DriverForm.Option.example)")
                else { return nil }
                options[option.name] = group.options[option.name]
            case .count(_, let standard):
                options[option.name] = group.options[option.name] ?? .count(standard)
            }
        }
        return options
    }

    private func units(_ group: GroupSettings, _ written: WrittenSection) -> [UnitRow]? {
        let keys = group.driver.unitKeys.map(\.rawValue)
        for key in DriverForm.UnitKey.allCases.map(\.rawValue)
        where written.has(key) && !keys.contains(key) {
            diagnostics.report(
                "\(key) does not go with driver: \(group.driver.name); write "
                    + "\(keys.joined(separator: " or "))", at: written.keyPosition(of: key))
        }
        let given = group.driver.unitKeys.filter { written.has($0.rawValue) }
        guard let key = given.first else {
            diagnostics.report(
                "the group has no \(keys.joined(separator: " and no ")); with driver: "
                    + "\(group.driver.name) write \(keys.joined(separator: " or "))",
                at: written.keyPosition(of: "driver"))
            return nil
        }
        if given.count > 1 {
            diagnostics.report(
                "\(given[0].rawValue) and \(given[1].rawValue) contradict each other; keep one",
                at: written.keyPosition(of: given[1].rawValue))
            return nil
        }
        let reader = UnitReader(group: group, written: written, credentials: credentials)
        switch key {
        case .count: return reader.counted()
        case .mw: return reader.whole()
        case .units: return reader.listed()
        case .file: return reader.file(folder: folder, files: files)
        }
    }
}

/// One group as the engine and as the fleet know it; both list the units in the same order.
struct SiteGroup {
    let policy: GroupPolicy
    let fleet: FleetSettings.Group
}
