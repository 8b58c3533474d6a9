import GridUnits
import SitePorts

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
