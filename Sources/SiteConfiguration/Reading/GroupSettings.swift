import GridUnits
import SitePorts
import SiteRecord

/// One entry of `groups` as it was written.
struct GroupSettings: Hashable, Sendable {
    var name = ""
    var driver = FleetSettings.Driver.none
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
    var unitsFile: String?
    var units: [UnitSettings] = []

    static let section = Section("groups", "", of: GroupSettings(), identity: ["name"]) {
        Key("name", \.name, .name(), "The group's name; letters, digits and . _ : - only.", isRequired: true)
        Key(
            "driver", \.driver, driver,
            "simulated: no device behind it. luxos: miners with LuxOS. none: counted, never commanded.",
            isRequired: true)
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
            "units_file", \.unitsFile, .optional(.path("a CSV file"), none: "none"),
            """
            Real miners, listed in a CSV file with the header \
            id,address,unit_w,efficiency_j_per_th,rack,credential: the first two are required, an empty cell takes \
            the group's value. The path is relative to this file.
            """)
        Key(
            "units", \.units, UnitSettings.list,
            "A few miners can stand here instead; an address is numeric, with port 4028 unless it says otherwise."
        )
    }

    private static let driver = Kind<FleetSettings.Driver>.choice(
        advice: Dictionary(
            uniqueKeysWithValues: ["antminer", "whatsminer", "braiins", "exec", "modbus"].map {
                (
                    $0,
                    "\($0) is not in this version; use luxos for miners with LuxOS, or none to count the load "
                        + "without commanding it"
                )
            }))
}

/// One entry of `units` as it was written.
struct UnitSettings: Hashable, Sendable {
    var id = ""
    /// Numeric, perhaps with a port.
    var address = ""
    /// Full draw before PUE; nil takes the group's.
    var unitPower: Power?
    /// Joules per terahash; nil takes the group's.
    var efficiency: Fraction?

    static let section = Section("units", "", of: UnitSettings(), identity: ["id"]) {
        Key("id", \.id, .name(), "The unit's name within its group.", isRequired: true)
        Key(
            "address", \.address, .address(defaultPort: UnitReader.minerPort, such: "10.20.0.15"),
            "Its numeric address.", isRequired: true)
        Key("unit_w", \.unitPower, .optional(power, none: "that of the group"), "Its own draw.")
        Key(
            "efficiency_j_per_th", \.efficiency, .optional(efficiency, none: "that of the group"),
            "Its own need.")
    }

    static let power = Kind<Power>.watts(in: UnitReader.powers)
    static let efficiency = Kind<Fraction>.ratio(inBillionths: UnitReader.efficiencies, unit: "J/TH")

    /// The list; its changes are counted beside those of a units file.
    fileprivate static let list = Kind<[UnitSettings]>.entries(
        of: section, atMost: UnitCensus.limit, atLeast: 1
    )
    .shown { _ in .absent("none") }
}
