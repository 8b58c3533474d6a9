package import GridUnits

/// How the units of each group are reached; groups and units stand in the order of the policy.
package struct FleetSettings: Hashable, Sendable {
    package enum Driver: Hashable, Sendable {
        case simulated
        case luxos
        /// Counted, never commanded.
        case none
    }

    package struct Group: Hashable, Sendable {
        package let name: String
        package let driver: Driver
        package let units: [Unit]

        package init(name: String, driver: Driver, units: [Unit]) {
            self.name = name
            self.driver = driver
            self.units = units
        }
    }

    package struct Unit: Hashable, Sendable {
        package let id: String
        /// Numeric IPv4 or IPv6 address; empty for simulated units.
        package let host: String
        package let port: Int
        /// Full draw of the unit itself, before PUE.
        package let ratedPower: Power

        package init(id: String, host: String, port: Int, ratedPower: Power) {
            self.id = id
            self.host = host
            self.port = port
            self.ratedPower = ratedPower
        }
    }

    package let groups: [Group]
    /// Connections open at once.
    package let concurrency: Int
    package let connectWithin: TimeSpan
    package let replyWithin: TimeSpan
    /// Times a failed order is tried again for one unit.
    package let retries: Int
    package let pollEvery: TimeSpan
    /// Time of a simulated unit from running to asleep, and back.
    package let simulatedShed: TimeSpan
    package let simulatedWake: TimeSpan

    package init(
        groups: [Group], concurrency: Int, connectWithin: TimeSpan, replyWithin: TimeSpan, retries: Int,
        pollEvery: TimeSpan, simulatedShed: TimeSpan, simulatedWake: TimeSpan
    ) {
        self.groups = groups
        self.concurrency = concurrency
        self.connectWithin = connectWithin
        self.replyWithin = replyWithin
        self.retries = retries
        self.pollEvery = pollEvery
        self.simulatedShed = simulatedShed
        self.simulatedWake = simulatedWake
    }
}
