import GridUnits
import SitePorts
import SiteRecord

/// Makes the units of one group, wherever they are listed.
struct UnitReader {
    let group: GroupSettings
    let written: WrittenSection
    private let credentials: CredentialShelf
    /// The settings that the group gives its units.
    private let defaults: UnitDefaults

    init(group: GroupSettings, written: WrittenSection, credentials: CredentialShelf) {
        self.group = group
        self.written = written
        self.credentials = credentials
        defaults = UnitDefaults(
            group: group.name, driver: group.driver, power: group.unitPower,
            efficiency: group.efficiency?.billionths ?? 0, rack: group.rack ?? "",
            credential: group.credential.flatMap {
                credentials.secret($0, for: group.driver, at: written.position(of: "credential"))
            })
    }

    /// One unit draws from ten watts, the smallest miner there is, to a container's hundred megawatts: less is
    /// kilowatts that were taken for watts.
    static let powers = Power.watts(10)...Power.megawatts(100)
    /// Billionths of a joule per terahash: 0.1 to 10,000 J/TH.
    static let efficiencies: ClosedRange<Int64> = 100_000_000...10_000_000_000_000
    static let missingPower =
        "this unit has no unit_w and its group has none; write the unit's full draw in watts"

    private var diagnostics: Diagnostics { written.diagnostics }

    /// So many units alike, named by number.
    func counted() -> [UnitRow]? {
        guard written.has("unit_w") else {
            diagnostics.report(
                "count needs unit_w; write the full draw of one unit in watts",
                at: written.keyPosition(of: "count"))
            return nil
        }
        guard let count = group.count, let power = defaults.power else { return nil }
        let place = written.position(of: "count")
        return (1...count).map { number in
            let digits = String(number)
            let id = String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits
            return UnitRow(
                id: id, endpoint: nil, power: power, efficiency: defaults.efficiency, rack: defaults.rack,
                idPosition: place, addressPosition: place)
        }
    }

    /// The whole group as one unit of so many megawatts.
    func whole() -> [UnitRow]? {
        if written.has("unit_w") {
            diagnostics.report(
                "mw and unit_w contradict each other; write mw, or count with unit_w",
                at: written.keyPosition(of: "unit_w"))
        }
        let place = written.position(of: "mw")
        guard let power = group.power else { return nil }
        return [
            UnitRow(
                id: "00001", endpoint: nil, power: power, efficiency: defaults.efficiency,
                rack: defaults.rack, idPosition: place, addressPosition: place)
        ]
    }

    /// Units listed in the configuration itself.
    func listed() -> [UnitRow]? {
        let rows = zip(group.units, written.entries("units")).map(unit)
        return rows.isEmpty || rows.contains { $0 == nil } ? nil : rows.compactMap(\.self)
    }

    private func unit(_ unit: UnitSettings, _ written: WrittenSection) -> UnitRow? {
        if !written.has("unit_w"), defaults.power == nil {
            diagnostics.report(Self.missingPower, at: written.keyPosition(of: "id"))
        }
        guard written.isRight(["id", "address"]), let power = unit.unitPower ?? defaults.power,
            let endpoint = endpoint(unit, written)
        else { return nil }
        let credential =
            unit.credential.map {
                credentials.secret($0, for: group.driver, at: written.position(of: "credential"))
            } ?? defaults.credential
        return UnitRow(
            id: unit.id, endpoint: endpoint, power: power,
            efficiency: unit.efficiency?.billionths ?? defaults.efficiency,
            rack: unit.rack ?? defaults.rack, credential: credential,
            idPosition: written.position(of: "id"), addressPosition: written.position(of: "address"))
    }

    /// The address of a unit, none where its driver has none; nil when it is wrong, which has been reported.
    private func endpoint(_ unit: UnitSettings, _ written: WrittenSection) -> NumericEndpoint?? {
        guard let port = group.driver.port else {
            guard written.has("address") else { return .some(nil) }
            written.report("address", "units of driver \(group.driver.name) have none; their id names them")
            return nil
        }
        guard written.requires("address", wanted: "an address such as 10.20.0.15"),
            let endpoint = try? NumericEndpoint(unit.address ?? "", defaultPort: port)
        else { return nil }
        return endpoint
    }

    /// Units listed in a CSV file.
    func file(folder: String, files: ConfigurationFiles) -> [UnitRow]? {
        guard let name = group.unitsFile else { return nil }
        let path = name.resolved(in: folder)
        diagnostics.willRead(file: path)
        guard let bytes = files.read(path: path, label: name, namedAt: written.position(of: "units_file"))
        else { return nil }
        return UnitsFile(
            file: path, diagnostics: diagnostics, defaults: defaults, credentials: credentials
        ).read(bytes)
    }
}

extension Fraction {
    /// The ratio in whole billionths, as it was read.
    fileprivate var billionths: Int64 { Int64(clamping: numerator * (1_000_000_000 / denominator)) }
}

/// The settings that units inherit from their group.
struct UnitDefaults {
    let group: String
    let driver: DriverForm
    let power: Power?
    /// Billionths of a joule per terahash; zero where unknown.
    let efficiency: Int64
    let rack: String
    let credential: Secret?
}

/// One unit as it was read, before it is counted among all.
struct UnitRow {
    let id: String
    /// Nil for units that have no address.
    let endpoint: NumericEndpoint?
    /// Full draw of the unit itself.
    let power: Power
    /// Billionths of a joule per terahash; zero where unknown.
    let efficiency: Int64
    /// In the operator's words; empty where not told.
    var rack = ""
    var credential: Secret?
    let idPosition: TextPosition
    let addressPosition: TextPosition

    var settings: FleetSettings.Unit {
        FleetSettings.Unit(
            id: id, host: endpoint?.host ?? "", port: endpoint?.port ?? 0, ratedPower: power, rack: rack,
            credential: credential)
    }
}
