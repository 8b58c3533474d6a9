import GridUnits
import SitePorts
import SiteRecord

/// One entry of `groups` as it was written.
struct GroupSettings: Hashable, Sendable {
    var name = ""
    var driver = DriverForm.uncommanded
    /// The values of keys that drivers bring with them, by key.
    var options: [String: FleetSettings.Option] = [:]
    var count: Int?
    /// Draw of the whole group, for load that is counted as one unit.
    var power: Power?
    /// Full draw of one unit, before PUE.
    var unitPower: Power?
    /// Joules per terahash.
    var efficiency: Fraction?
    /// Dollars per megawatt-hour at the site meter.
    var value: EnergyPrice?
    var shedRank = 0
    /// Where the units stand that say nothing themselves.
    var rack: String?
    /// The credential of units that name none.
    var credential: String?
    var unitsFile: String?
    var units: [UnitSettings] = []

    /// An entry, where it may name these drivers.
    static func section(of drivers: [DriverForm]) -> Section<GroupSettings> {
        Section("groups", "", of: GroupSettings(), identity: ["name"]) {
            Key(
                "name", \.name, .name(), "The group's name; letters, digits and . _ : - only.",
                isRequired: true)
            Key(
                "driver", \.driver, DriverForm.kind(among: drivers), DriverForm.documentation(of: drivers),
                isRequired: true)
            drivers.flatMap { driver in driver.options.map(\.key) }
            Key(
                "count", \.count, .optional(.count(in: 1...UnitCensus.limit), none: "none"),
                "How many units (simulated and none).")
            Key(
                "mw", \.power, .optional(.amount("MW", in: .watts(1)...(.largestSite)), none: "none"),
                "Draw of load that is counted and never commanded, before pue, instead of count and unit_w.")
            Key(
                "unit_w", \.unitPower, .optional(UnitSettings.power, none: "none"),
                "Full draw of one unit, before pue.")
            Key(
                "efficiency_j_per_th", \.efficiency, .optional(UnitSettings.efficiency, none: "none"),
                "What a unit needs for its hashes. Load that does not mine has value_usd_per_mwh instead.")
            Key(
                "value_usd_per_mwh", \.value,
                .optional(.amount("USD/MWh", in: .zero...(.dollarsPerMegawattHour(1_000_000))), none: "none"),
                "What a megawatt-hour is worth at the site meter, for load that does not mine.")
            Key(
                "shed_rank", \.shedRank, .count(in: -1_000...1_000),
                "Groups of lower rank are shed first; equal ranks go by value, cheapest first.")
            Key(
                "rack", \.rack, .optional(.rack, none: "none"),
                "Where the units stand, in your words; shown and filtered by curtailctl fleet.")
            Key(
                "credential", \.credential, .optional(.credential, none: "none"),
                """
                What opens the units, where their driver takes one: a credential of the service \
                (LoadCredential=NAME:/etc/… in a drop-in), or the absolute path of a file of mode 600. A unit's own \
                wins. Never shown or logged.
                """)
            Key(
                "units_file", \.unitsFile, .optional(.path("a CSV file"), none: "none"),
                """
                Real units, listed in a CSV file with the header \
                id,address,unit_w,efficiency_j_per_th,rack,credential: id is required, address where the driver has \
                any, and an empty cell takes the group's value. The path is relative to this file.
                """)
            Key(
                "units", \.units, UnitSettings.list,
                "A few units can stand here instead; an address is numeric, with the driver's port unless it names one."
            )
        }
    }
}

/// One entry of `units` as it was written.
struct UnitSettings: Hashable, Sendable {
    var id = ""
    /// Numeric, perhaps with a port.
    var address: String?
    /// Full draw before PUE; nil takes the group's.
    var unitPower: Power?
    /// Joules per terahash; nil takes the group's.
    var efficiency: Fraction?
    var rack: String?
    var credential: String?

    static let section = Section("units", "", of: UnitSettings(), identity: ["id"]) {
        Key("id", \.id, .name(), "The unit's name within its group.", isRequired: true)
        Key(
            "address", \.address, .optional(.address(defaultPort: 1, such: "10.20.0.15"), none: "none"),
            "Its numeric address, where its driver has any.")
        Key("unit_w", \.unitPower, .optional(power, none: "that of the group"), "Its own draw.")
        Key(
            "efficiency_j_per_th", \.efficiency, .optional(efficiency, none: "that of the group"),
            "Its own need.")
        Key("rack", \.rack, .optional(.rack, none: "that of the group"), "Where it stands.")
        Key(
            "credential", \.credential, .optional(.credential, none: "that of the group"), "What opens it.")
    }

    static let power = Kind<Power>.watts(in: UnitReader.powers)
    static let efficiency = Kind<Fraction>.ratio(inBillionths: UnitReader.efficiencies, unit: "J/TH")

    /// The list; its changes are counted beside those of a units file.
    fileprivate static let list = Kind<[UnitSettings]>.entries(
        of: section, atMost: UnitCensus.limit, atLeast: 1
    )
    .shown { _ in .absent("none") }
}
