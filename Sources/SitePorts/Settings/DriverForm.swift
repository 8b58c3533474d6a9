/// The configuration's side of a kind of driver: its name, and the keys that its groups and units have.
///
/// How it speaks to units is its own; the table of drivers is `DriverKind.all` of MinerControl.
package struct DriverForm: Hashable, Sendable {
    /// The device behind the units of a group.
    package enum Reach: Hashable, Sendable {
        case devices
        /// Nothing: power rises and falls as computed.
        case simulation
        /// Load that is counted, never commanded.
        case uncommanded
    }

    /// A key of a group that says which units it has; exactly one stands there.
    package enum UnitKey: String, Hashable, Sendable, CaseIterable {
        /// So many alike, by number.
        case count
        /// The whole group as one.
        case mw
        /// A list in the configuration itself.
        case units
        /// A CSV file.
        case file = "units_file"
    }

    /// A key of a group that this driver alone understands.
    package struct Option: Hashable, Sendable {
        /// The kind of value of an option.
        package enum Kind: Hashable, Sendable {
            /// The absolute path of a program and its arguments, as a list; has to be written.
            case program
            case count(ClosedRange<Int>, default: Int)
        }

        /// The key in the group's section.
        package let name: String
        /// The form of its value, with the default.
        package let kind: Kind
        /// Its meaning for the operator.
        package let documentation: String

        package init(_ name: String, _ kind: Kind, _ documentation: String) {
            self.name = name
            self.kind = kind
            self.documentation = documentation
        }
    }

    /// The word behind `driver:`.
    package let name: String
    /// How its units are reached.
    package let reach: Reach
    /// Its purpose, for the operator: no full stop.
    package let documentation: String
    /// The keys that each unit has.
    package let unitKeys: [UnitKey]
    /// The port of an address that names none; nil where units have no address.
    package let port: Int?
    /// Whether units may have a `credential`.
    package let takesCredential: Bool
    /// The keys that a group of the driver has.
    package let options: [Option]
    /// Entries of `groups` that the shipped file shows.
    package let sample: String

    package init(
        name: String, reach: Reach = .devices, documentation: String = "",
        unitKeys: [UnitKey] = [.units, .file], port: Int? = nil, takesCredential: Bool = false,
        options: [Option] = [], sample: String = ""
    ) {
        self.name = name
        self.reach = reach
        self.documentation = documentation
        self.unitKeys = unitKeys
        self.port = port
        self.takesCredential = takesCredential
        self.options = options
        self.sample = sample
    }

    /// Units without a device behind them.
    package static let simulated = DriverForm(
        name: "simulated", reach: .simulation, documentation: "no device behind it", unitKeys: [.count],
        sample: """
            - name: s21
              driver: simulated
              count: 20
              unit_w: 3500
              efficiency_j_per_th: 17.5
              shed_rank: 0
            """)
    /// Load that is counted, never commanded.
    package static let uncommanded = DriverForm(
        name: "none", reach: .uncommanded, documentation: "counted, never commanded",
        unitKeys: [.count, .mw],
        sample: """
            #- name: machine-learning
              #driver: none
              #mw: 2
              #value_usd_per_mwh: 900
            """)
}
