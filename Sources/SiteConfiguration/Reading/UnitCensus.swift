import SiteRecord
import CurtailmentEngine
import GridUnits
import SiteRecord

/// Counts the units of all groups: identifiers, addresses, megawatts.
struct UnitCensus {
    /// Units of one site; 1.7 GW of 3.5 kW miners.
    static let limit = 500_000

    let powerUsageEffectiveness: Fraction
    let diagnostics: Diagnostics
    private var count = 0
    private var total: Int128 = 0
    private var addresses: [NumericEndpoint: TextPosition] = [:]
    /// Ratings repeat, and each costs a division of 128 bits.
    private var rated: [Power: Power] = [:]

    init(powerUsageEffectiveness: Fraction, diagnostics: Diagnostics) {
        self.powerUsageEffectiveness = powerUsageEffectiveness
        self.diagnostics = diagnostics
    }

    /// Counts the units of one group.
    ///
    /// - Parameters:
    ///   - rows: the units in their order.
    ///   - group: the group's name.
    /// - Returns: the units as the engine knows them; nil when one is wrong, which has been reported.
    mutating func add(_ rows: [UnitRow], to group: String) -> [UnitPolicy]? {
        guard let first = rows.first else { return [] }
        count += rows.count
        guard count <= Self.limit else {
            diagnostics.report(
                "with group \(group) there are \(count) units; at most \(Self.limit) are possible",
                at: first.idPosition)
            return nil
        }
        var identifiers: [String: Int] = Dictionary(minimumCapacity: rows.count)
        var units: [UnitPolicy] = []
        units.reserveCapacity(rows.count)
        for (index, row) in rows.enumerated() {
            if let earlier = identifiers.updateValue(index, forKey: row.id) {
                diagnostics.report(
                    "there is a unit \(row.id) in group \(group) already (\(rows[earlier].idPosition)); "
                        + "every unit of a group needs its own id", at: row.idPosition)
            }
            refuseSecondUse(of: row)
            guard let power = ratedAtMeter(row) else { return nil }
            total += Int128(power.microwatts)
            units.append(
                UnitPolicy(
                    id: row.id, ratedPower: power,
                    millijoulesPerTerahash: Int64(Int128(row.efficiency).dividedHalfToEven(by: 1_000_000))))
        }
        guard total <= Int128(Power.largestSite.microwatts) else {
            diagnostics.report(
                "with group \(group) the units draw "
                    + "\(DecimalText.formatRounded(total, scale: Power.scale, places: 3)) MW; "
                    + "at most \(Power.largestSite.decimal) are possible, so look at unit_w, which "
                    + "is in watts",
                at: first.idPosition)
            return nil
        }
        return units
    }

    private mutating func refuseSecondUse(of row: UnitRow) {
        guard let endpoint = row.endpoint else { return }
        guard let earlier = addresses.updateValue(row.addressPosition, forKey: endpoint) else { return }
        diagnostics.report(
            "the address \(endpoint.host) port \(endpoint.port) is that of another unit already "
                + "(\(earlier)); "
                + "each unit needs its own", at: row.addressPosition)
    }

    private mutating func ratedAtMeter(_ row: UnitRow) -> Power? {
        if let known = rated[row.power] { return known }
        let pue = powerUsageEffectiveness
        let product = try? Fraction(whole: Int128(row.power.microwatts)).times(pue)
        guard let product, product.denominator == 1, let microwatts = Int64(exactly: product.numerator) else {
            diagnostics.report(
                "\(DecimalText.format(Int128(row.power.microwatts), scale: 6)) W times pue is not a whole "
                    + "number of "
                    + "microwatts; give unit_w or economics.pue fewer digits", at: row.idPosition)
            return nil
        }
        rated[row.power] = Power(microwatts: microwatts)
        return Power(microwatts: microwatts)
    }
}
