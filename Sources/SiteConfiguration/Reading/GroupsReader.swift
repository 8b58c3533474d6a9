import SitePorts
import SiteRecord
import CurtailmentEngine
import GridUnits

/// Reads `groups`.
struct GroupsReader {
    private let diagnostics: Diagnostics
    private let folder: String
    private let files: ConfigurationFiles
    private var census: UnitCensus
    private var names: [String: TextPosition] = [:]

    static let limit = 1_000

    /// Reads every group.
    ///
    /// - Parameters:
    ///   - top: the root.
    ///   - powerUsageEffectiveness: what turns a unit's own draw into draw at the site meter.
    ///   - folder: where a relative `units_file` is.
    ///   - files: reads and remembers the units files.
    /// - Returns: the groups without errors; the others have been reported.
    static func read(
        _ top: SectionReader, powerUsageEffectiveness: Fraction, folder: String, files: ConfigurationFiles
    ) -> [SiteGroup] {
        guard let node = top.value("groups") else {
            if let root = top.node {
                top.diagnostics.report(
                    "groups is missing; write at least one, with - name: and driver:", at: root.position)
            }
            return []
        }
        guard case .list(let elements) = node.content, !elements.isEmpty else {
            top.report(
                "groups",
                "this is \(node.kindName); write a list of at least one, each with - name: and driver:")
            return []
        }
        guard elements.count <= limit else {
            top.report("groups", "there are \(elements.count) groups; at most \(limit) are possible")
            return []
        }
        var reader = GroupsReader(
            diagnostics: top.diagnostics, folder: folder, files: files,
            census: UnitCensus(powerUsageEffectiveness: powerUsageEffectiveness, diagnostics: top.diagnostics)
        )
        return elements.compactMap { reader.group(SectionReader(.group, $0, top.diagnostics)) }
    }

    private mutating func group(_ reader: SectionReader) -> SiteGroup? {
        guard reader.node != nil else { return nil }
        let name = reader.name("name")
        if let name, let earlier = names.updateValue(reader.position(of: "name"), forKey: name) {
            reader.report("name", "there is a group \(name) already (\(earlier)); choose another name")
        }
        guard let driver = DriverName.read(reader) else { return nil }
        let efficiency = reader.number("efficiency_j_per_th", scale: 9, in: UnitReader.efficiencies)
        let value = value(reader, efficiency: efficiency, driver: driver)
        let shedRank = reader.count("shed_rank", in: -1_000...1_000, default: 0)
        let defaults = UnitDefaults(
            group: name ?? "", power: reader.watts("unit_w", in: UnitReader.powers),
            efficiency: efficiency ?? 0)
        let rows = units(reader, driver: driver, defaults: defaults)
        guard let name, let value, let rows else { return nil }
        guard let units = census.add(rows, to: name) else { return nil }
        return SiteGroup(
            policy: GroupPolicy(
                name: name, isCommanded: driver != .none, value: value, shedRank: shedRank, units: units),
            fleet: FleetSettings.Group(name: name, driver: driver, units: rows.map(\.settings)))
    }

    /// What a megawatt-hour of the group is worth; exactly one of the two keys says it.
    private func value(_ reader: SectionReader, efficiency: Int64?, driver: FleetSettings.Driver)
        -> GroupPolicy.Value?
    {
        let stated = reader.quantity(
            "value_usd_per_mwh", in: .zero...EnergyPrice.dollarsPerMegawattHour(1_000_000))
        switch (reader.has("efficiency_j_per_th"), reader.has("value_usd_per_mwh")) {
        case (true, true):
            diagnostics.report(
                "efficiency_j_per_th and value_usd_per_mwh contradict each other; keep the first for miners, "
                    + "the second for load that does not mine",
                at: reader.keyPosition(of: "value_usd_per_mwh"))
            return nil
        case (true, false):
            return efficiency.map { Fraction(billionths: $0) }.map { .mining(joulesPerTerahash: $0) }
        case (false, true):
            return stated.map { .stated($0) }
        case (false, false):
            // Load that is never commanded needs no value: nothing is ever decided by it.
            guard driver != .none else { return .stated(.zero) }
            let place = reader.keyPosition(of: "name")
            diagnostics.report(
                "the group has no value; write efficiency_j_per_th for miners or value_usd_per_mwh for "
                    + "other load",
                at: place)
            return nil
        }
    }

    private func units(
        _ reader: SectionReader, driver: FleetSettings.Driver, defaults: UnitDefaults
    ) -> [UnitRow]? {
        let keys: [String] =
            switch driver {
            case .simulated: ["count"]
            case .luxos: ["units", "units_file"]
            case .none: ["count", "mw"]
            }
        for key in ["count", "mw", "units", "units_file"] where reader.has(key) && !keys.contains(key) {
            diagnostics.report(
                "\(key) does not go with driver: \(DriverName.text(driver)); write "
                    + "\(keys.joined(separator: " or "))",
                at: reader.keyPosition(of: key))
        }
        let given = keys.filter { reader.has($0) }
        guard let key = given.first else {
            diagnostics.report(
                "the group has no \(keys.joined(separator: " and no ")); with driver: "
                    + "\(DriverName.text(driver)) "
                    + "write \(keys.joined(separator: " or "))", at: reader.keyPosition(of: "driver"))
            return nil
        }
        if given.count > 1 {
            diagnostics.report(
                "\(given[0]) and \(given[1]) contradict each other; keep one",
                at: reader.keyPosition(of: given[1]))
            return nil
        }
        let source = UnitReader(diagnostics: diagnostics, defaults: defaults)
        switch key {
        case "count": return source.counted(reader)
        case "mw": return source.whole(reader)
        case "units": return source.listed(reader)
        default: return source.file(reader, folder: folder, files: files)
        }
    }
}
