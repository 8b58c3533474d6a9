package import CurtailmentEngine
package import Settlement
package import SitePorts
package import SiteRecord

/// Everything one site's configuration says, validated; made once at start and once at each reload.
package struct SiteConfiguration: Hashable, Sendable {
    /// The policy that the engine decides by.
    package var policy: SitePolicy
    /// The terms that settle intervals.
    package var settlement: SettlementPolicy
    /// The built-in sources (`socket`, `datagram`, `inbox`) first, then the configured ones in their order.
    package var sources: [SourceSettings]
    /// How the units are reached; groups and units stand in the order of the policy.
    package var fleet: FleetSettings
    /// The settings of the daemon's surroundings: folders, control, what happens at a stop.
    package var host: HostSettings
    /// The file key by key, by which two configurations are compared.
    var settings: SiteSettings
    /// The drivers that its groups might name.
    var drivers: [DriverForm]
    /// The settings that are allowed but probably not meant.
    package var warnings: [ConfigurationNotice]
    /// The bytes that were read, whose SHA-256 names the configuration; one file alone stands here as it is.
    package var digestInput: [UInt8]
    /// The files that were read, in order.
    package var files: [String]

    /// Times of a simulated unit, which replay and demo use.
    package var simulation: SimulationSettings {
        SimulationSettings(shed: fleet.simulatedShed, wake: fleet.simulatedWake)
    }
}
