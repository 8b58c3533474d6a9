import SitePorts

/// Which driver speaks to the units of a group.
enum DriverRegistry {
    /// How the units of a group are reached.
    enum Reach {
        /// Over connections, with the exchanges of a driver.
        case network(any UnitDriver)
        /// In this process.
        case simulated
        /// Counted, never commanded.
        case uncommanded
    }

    static func reach(_ driver: FleetSettings.Driver) -> Reach {
        switch driver {
        case .luxos: .network(LuxOSDriver())
        case .simulated: .simulated
        case .none: .uncommanded
        }
    }
}
