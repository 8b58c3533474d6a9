package import SitePorts

/// A kind of driver: what the configuration knows of it, and how it is made for a group.
///
/// To add one: a folder beside `LuxOS` with a ``UnitDriver`` (bytes over one connection) or a ``CallDriver`` (anything
/// else) and its `kind`, and one line in ``all``. Its keys are read, checked and compared by the configuration as its form
/// says; say them in Config/curtaild.yaml.
package struct DriverKind: Sendable {
    /// How the units of a group are reached.
    package enum Reach: Sendable {
        /// Over connections, with the exchanges of a driver.
        case network(any UnitDriver)
        /// By calls, which the driver makes itself.
        case calls(any CallDriver)
        /// In this process.
        case simulated
        /// Counted, never commanded.
        case uncommanded
    }

    /// The keys that the driver's groups have in the configuration.
    package let form: DriverForm
    /// Makes the way in which the units of a group are reached.
    package let make: @Sendable (FleetSettings.Group) -> Reach

    package init(_ form: DriverForm, make: @escaping @Sendable (FleetSettings.Group) -> Reach) {
        self.form = form
        self.make = make
    }

    /// Every driver there is, in the order in which the configuration names them.
    package static let all = [
        DriverKind(.simulated) { _ in .simulated },
        LuxOSDriver.kind,
        ExecDriver.kind,
        DriverKind(.uncommanded) { _ in .uncommanded },
    ]
}
