import SiteRecord
import GridUnits

/// Reads the units of one group, wherever they are listed.
struct UnitReader {
    let diagnostics: Diagnostics
    let defaults: UnitDefaults

    /// One unit draws from a watt to a container's hundred megawatts.
    static let powers = Power.watts(1)...Power.megawatts(100)
    /// Billionths of a joule per terahash: 0.1 to 10,000 J/TH.
    static let efficiencies: ClosedRange<Int64> = 100_000_000...10_000_000_000_000
    /// Where miners answer the CGMiner-style interface that LuxOS speaks.
    static let minerPort = 4_028
    static let missingPower =
        "this unit has no unit_w and its group has none; write the unit's full draw in watts"

    /// So many units alike, named by number.
    func counted(_ reader: SectionReader) -> [UnitRow]? {
        let count = reader.number("count", scale: 0, in: 1...Int64(UnitCensus.limit))
        guard reader.has("unit_w") else {
            diagnostics.report(
                "count needs unit_w; write the full draw of one unit in watts",
                at: reader.keyPosition(of: "count"))
            return nil
        }
        guard let count, let power = defaults.power else { return nil }
        let place = reader.position(of: "count")
        return (1...count).map { number in
            let digits = String(number)
            return UnitRow(
                id: String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits, endpoint: nil,
                power: power,
                efficiency: defaults.efficiency, idPosition: place, addressPosition: place)
        }
    }

    /// The whole group as one unit of so many megawatts.
    func whole(_ reader: SectionReader) -> [UnitRow]? {
        if reader.has("unit_w") {
            diagnostics.report(
                "mw and unit_w contradict each other; write mw, or count with unit_w",
                at: reader.keyPosition(of: "unit_w"))
        }
        let place = reader.position(of: "mw")
        let range = Power.watts(1)...PolicyReader.largestSite
        guard let power = reader.quantity("mw", in: range) else { return nil }
        return [
            UnitRow(
                id: "00001", endpoint: nil, power: power, efficiency: defaults.efficiency, idPosition: place,
                addressPosition: place)
        ]
    }

    /// Units listed in the configuration itself.
    func listed(_ reader: SectionReader) -> [UnitRow]? {
        guard let node = reader.value("units") else { return nil }
        guard case .list(let elements) = node.content, !elements.isEmpty else {
            reader.report(
                "units",
                "this is \(node.kindName); write a list of at least one, each with - id: and address:")
            return nil
        }
        let rows = elements.map { unit(SectionReader(.unit, $0, diagnostics)) }
        return rows.contains { $0 == nil } ? nil : rows.compactMap(\.self)
    }

    private func unit(_ reader: SectionReader) -> UnitRow? {
        guard reader.node != nil else { return nil }
        let id = reader.name("id")
        let endpoint = endpoint(reader)
        let power = reader.watts("unit_w", in: Self.powers) ?? defaults.power
        let efficiency = reader.number("efficiency_j_per_th", scale: 9, in: Self.efficiencies)
        if power == nil, !reader.has("unit_w") {
            diagnostics.report(Self.missingPower, at: reader.keyPosition(of: "id"))
        }
        guard let id, let endpoint, let power else { return nil }
        return UnitRow(
            id: id, endpoint: endpoint, power: power, efficiency: efficiency ?? defaults.efficiency,
            idPosition: reader.position(of: "id"), addressPosition: reader.position(of: "address"))
    }

    private func endpoint(_ reader: SectionReader) -> NumericEndpoint? {
        guard let text = reader.required("address", wanted: "an address such as 10.20.0.15") else {
            return nil
        }
        do {
            return try NumericEndpoint(text, defaultPort: Self.minerPort)
        } catch {
            reader.report("address", error.message)
            return nil
        }
    }

    /// Units listed in a CSV file.
    func file(_ reader: SectionReader, folder: String, files: ConfigurationFiles) -> [UnitRow]? {
        guard let name = reader.scalar("units_file", wanted: "a CSV file") else { return nil }
        guard !name.isEmpty, !name.utf8.contains(0) else {
            reader.report("units_file", "the name is empty; write a CSV file, relative to the configuration")
            return nil
        }
        let path = name.resolved(in: folder)
        diagnostics.willRead(file: path)
        guard let bytes = files.read(path: path, label: name, namedAt: reader.position(of: "units_file"))
        else {
            return nil
        }
        return UnitsFile(file: path, diagnostics: diagnostics, defaults: defaults).read(bytes)
    }
}
