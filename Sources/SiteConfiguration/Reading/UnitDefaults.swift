import GridUnits
import SitePorts

/// What units take from their group where they say nothing themselves.
struct UnitDefaults {
    let group: String
    let driver: DriverForm
    let power: Power?
    /// Billionths of a joule per terahash; zero where unknown.
    let efficiency: Int64
    let rack: String
    let credential: Secret?
}
