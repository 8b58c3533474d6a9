import GridUnits
import SitePorts
import SiteRecord

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
