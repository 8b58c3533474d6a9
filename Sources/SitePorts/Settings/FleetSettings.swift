package import GridUnits
package import SiteRecord

/// How the units of each group are reached; groups and units stand in the order of the policy.
package struct FleetSettings: Hashable, Sendable {
    /// The value of a key that the group's driver alone understands.
    package enum Option: Hashable, Sendable {
        case program([String])
        case count(Int)
    }

    /// Units that are reached alike.
    package struct Group: Hashable, Sendable {
        /// The group by its name in the policy.
        package let name: String
        /// The driver and its keys.
        package let driver: DriverForm
        /// By key; every option of the driver has one.
        package let options: [String: Option]
        /// The units in the order of the configuration.
        package let units: [Unit]

        package init(
            name: String, driver: DriverForm, options: [String: Option] = [:], units: [Unit]
        ) {
            self.name = name
            self.driver = driver
            self.options = options
            self.units = units
        }

        /// The program and arguments of an option; empty when it has none.
        package func program(_ name: String) -> [String] {
            guard case .program(let words) = options[name] else { return [] }
            return words
        }

        /// The number of an option; nil when it has none.
        package func count(_ name: String) -> Int? {
            guard case .count(let count) = options[name] else { return nil }
            return count
        }
    }

    /// The address of one unit.
    package struct Unit: Hashable, Sendable {
        /// The unit by its name in the policy, unique in its group.
        package let id: String
        /// Numeric IPv4 or IPv6 address; empty for units that have none.
        package let host: String
        /// The TCP port.
        package let port: Int
        /// Full draw of the unit itself, before PUE.
        package let ratedPower: Power
        /// Where it stands, in the operator's words; empty where not told.
        package let rack: String
        /// The secret that opens it; nil where it needs none.
        package let credential: Secret?

        package init(
            id: String, host: String, port: Int, ratedPower: Power, rack: String = "",
            credential: Secret? = nil
        ) {
            self.id = id
            self.host = host
            self.port = port
            self.ratedPower = ratedPower
            self.rack = rack
            self.credential = credential
        }
    }

    /// The groups in the order of the configuration.
    package var groups: [Group]
    /// Connections open at once.
    package var concurrency: Int
    /// How long a connection may take.
    package var connectWithin: TimeSpan
    /// How long a reply may take after the last byte sent; a driver may allow more.
    package var replyWithin: TimeSpan
    /// Times a failed order is tried again for one unit.
    package var retries: Int
    /// How often a unit is read.
    package var pollEvery: TimeSpan
    /// How long a simulated unit takes from running to asleep.
    package var simulatedShed: TimeSpan
    /// How long a simulated unit takes from asleep to running.
    package var simulatedWake: TimeSpan

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

extension FleetSettings {
    /// How miners are reached.
    package static let section = Section("fleet", "How miners are reached.", of: standard) {
        Key(
            "concurrency", \.concurrency, .count(in: 1...4_096, unit: "connections"),
            "Connections open at once.")
        Key(
            "connect_s", \.connectWithin, .seconds(in: .milliseconds(50)...(.seconds(60))),
            "Time to connect to one unit.")
        Key(
            "reply_s", \.replyWithin, .seconds(in: .milliseconds(50)...(.seconds(120))),
            "Time to wait for one reply.")
        Key(
            "retries", \.retries, .count(in: 0...20), "Times a failed order is tried again for one unit.")
        Key(
            "poll_s", \.pollEvery, .seconds(in: .seconds(1)...(.seconds(3_600))),
            "Every unit is read once in so long.")
    }

    /// How simulated units move.
    package static let simulation = Section(
        "simulation",
        "Simulated units, in replay, in the demo and in simulated groups; they fall and rise linearly.",
        of: standard
    ) {
        Key(
            "shed_s", \.simulatedShed, .seconds(in: .zero...(.seconds(3_600))),
            "Time from running to asleep; 0 is at once.")
        Key(
            "wake_s", \.simulatedWake, .seconds(in: .zero...(.seconds(3_600))),
            "Time from asleep to running; 0 is at once.")
    }

    /// A fleet without groups.
    package static let standard = FleetSettings(
        groups: [], concurrency: 512, connectWithin: .seconds(1), replyWithin: .seconds(4), retries: 3,
        pollEvery: .seconds(30), simulatedShed: .seconds(5), simulatedWake: .seconds(60))
}
