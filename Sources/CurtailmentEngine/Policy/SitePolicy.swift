import GridMarket
package import GridUnits
package import SiteRecord

/// The policy of one site: validated values, made once from its configuration.
package struct SitePolicy: Hashable, Sendable {
    /// The site's name in journal, statements and status.
    package var name: String
    /// The mode until an operator arms or disarms.
    package var mode: SiteMode
    /// Load at the site meter that can never be curtailed.
    package var fixedLoad: Power
    /// The settlement point by whose prices the site pays.
    package var settlementPoint: SettlementPoint
    /// The worth of hash and the cost of energy.
    package var economics: EconomicsPolicy
    /// The settings of the programs that are on; each program's file says how it reads its own.
    package var programs = ProgramPolicies()
    /// The way in which load returns.
    package var restore: RestorePolicy
    /// The limits of ERCOT's reserves and emergencies at which an alarm stands.
    package var grid: GridAlarmPolicy
    /// Which meter is the site's; nil where any that reports is.
    package var meter: String?
    /// In the order of the configuration; units are numbered through all groups in this order.
    package var groups: [GroupPolicy]

    package init(
        name: String, mode: SiteMode, fixedLoad: Power, settlementPoint: SettlementPoint,
        economics: EconomicsPolicy, restore: RestorePolicy, grid: GridAlarmPolicy, meter: String? = nil,
        groups: [GroupPolicy]
    ) {
        self.name = name
        self.mode = mode
        self.fixedLoad = fixedLoad
        self.settlementPoint = settlementPoint
        self.economics = economics
        self.restore = restore
        self.grid = grid
        self.meter = meter
        self.groups = groups
    }
}

extension SitePolicy {
    /// The keys of the file that the engine decides by, in the order of the documentation.
    package static var keys: [Key<SitePolicy>] { keys(of: .standard) }

    /// The keys with the sections of a table's programs.
    static func keys(of table: ProgramTable) -> [Key<SitePolicy>] {
        [Key(site, \.self, isRequired: true), Key(EconomicsPolicy.section, \.economics)] + table.sections
            + [Key(RestorePolicy.section, \.restore), Key(GridAlarmPolicy.section, \.grid)]
    }

    /// A site without a name, a place and groups, at every default.
    package static let blank = SitePolicy(
        name: "", mode: .shadow, fixedLoad: .zero, settlementPoint: SettlementPoint(name: "", type: nil),
        economics: EconomicsPolicy.section.standard, restore: RestorePolicy(),
        grid: GridAlarmPolicy.section.standard, groups: [])

    private static let site = Section("site", "", of: blank, rules: [hasPricesOfItsType]) {
        Key(
            "name", \.name, .text("the site's name", problem: nameProblem),
            "The site's name in reports and the journal; 1 to 64 bytes.", isRequired: true, sample: "example")
        Key(
            "mode", \.mode, .choice(),
            "shadow: decide and record, command nothing. armed: command the fleet.")
        Key(
            "time_zone", \.timeZone, .text(centralPrevailing, problem: zoneProblem),
            "The market's time zone; ERCOT has one.")
        Key(
            "settlement_point", \.settlementPoint.name,
            .name("ERCOT's name of the point, such as LZ_WEST"),
            """
            Where the site's energy is priced, by ERCOT's name. Physical load settles at its load zone (or node), \
            not at a hub.
            """, isRequired: true, sample: "LZ_WEST")
        Key(
            "settlement_point_type", \.settlementPoint.type,
            .optional(SettlementPoint.typeCode, none: "any", isWritten: true),
            """
            ERCOT's type code; LZEW is what physical load in a zone pays, LZ settles the day-ahead market; they \
            differ. RN, LCCRN, PUN, LZ, LZEW, LZ_DC, LZ_DCEW, HU, SH, AH or any.
            """, sample: "LZEW")
        Key(
            "fixed_mw", \.fixedLoad, .amount("MW", in: .zero...(.largestSite)),
            "Load that can never be curtailed, at the site meter.")
    }

    /// The names of hubs and load zones say which types they have.
    private static let hasPricesOfItsType = Rule<SitePolicy>(
        on: ["settlement_point", "settlement_point_type"]
    ) { policy, written in
        let point = policy.settlementPoint
        let possible: [String]? =
            switch point.name {
            case "HB_BUSAVG": ["SH"]
            case "HB_HUBAVG": ["AH"]
            case _ where point.name.hasPrefix("HB_"): ["HU"]
            case _ where point.name.hasPrefix("LZ_"): ["LZEW", "LZ"]
            case _: nil
            }
        guard let type = point.type, let possible, !possible.contains(type) else { return }
        written.report(
            "settlement_point_type",
            "\(point.name) has no prices of type \(type); write \(possible.joined(separator: " or "))")
    }

    private static let centralPrevailing = "America/Chicago"

    /// The market's time zone: the only one that operating days and intervals are cut by.
    private var timeZone: String {
        get { Self.centralPrevailing }
        // No other is accepted.
        set {}
    }

    @Sendable private static func nameProblem(_ text: String) -> String? {
        let isPrintable = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        guard !text.isEmpty, text.utf8.count <= 64, isPrintable else {
            return "write 1 to 64 printable bytes"
        }
        return nil
    }

    @Sendable private static func zoneProblem(_ text: String) -> String? {
        guard text != centralPrevailing else { return nil }
        return
            "\"\(text.prefix(40))\" is not the market's time zone; ERCOT's operating days and intervals are in "
            + "\(centralPrevailing), the only one there is here"
    }

}

/// Whether decisions reach the fleet.
package enum SiteMode: String, Hashable, Sendable, CaseIterable {
    /// Decides and records, commands nothing.
    case shadow
    case armed
}

/// Where the site's energy is priced.
package struct SettlementPoint: Hashable, Sendable {
    /// The settlement point's name, for example `HB_WEST`.
    package var name: String
    /// ERCOT's type code; nil takes any, and a point seen as both LZ and LZEW is then an error.
    package var type: String?

    package init(name: String, type: String?) {
        self.name = name
        self.type = type
    }

    /// ERCOT's type codes, as its settlement-point price files carry them.
    package static let types = ["RN", "LCCRN", "PUN", "LZ", "LZEW", "LZ_DC", "LZ_DCEW", "HU", "SH", "AH"]

    fileprivate static let typeCode = Kind<String>.text("a type code such as LZEW") { text in
        types.contains(text) ? nil : Words.unknown(text, among: types + ["any"])
    }
}

/// The stance of a program while its input is stale.
package enum Stance: String, Hashable, Sendable, CaseIterable {
    /// Keep what the program last wanted.
    case hold
    /// Want nothing until the input is back.
    case release
    /// Want the load curtailed until the input is back.
    case curtail
}

/// How load comes back.
package struct RestorePolicy: Declared {
    /// Power per minute that may return, site-wide, in whole units; zero is no limit.
    package var rampPerMinute = Power.zero

    package init(rampPerMinute: Power = .zero) { self.rampPerMinute = rampPerMinute }

    package static let section = Section("restore", "How load comes back.", of: RestorePolicy()) {
        Key(
            "ramp_mw_per_min", \.rampPerMinute, .amount("MW/min", in: .zero...(.largestSite)),
            "Power that may come back within a minute, for the whole site; 0 is no limit.")
    }
}

/// Grid conditions that raise alarms; they curtail only through a program that says so.
package struct GridAlarmPolicy: Declared {
    /// PRC below this raises an alarm.
    package var physicalResponsiveCapabilityBelow: Power
    /// EEA at or above this level raises an alarm.
    package var emergencyAlertFrom: Int

    package init(physicalResponsiveCapabilityBelow: Power, emergencyAlertFrom: Int) {
        self.physicalResponsiveCapabilityBelow = physicalResponsiveCapabilityBelow
        self.emergencyAlertFrom = emergencyAlertFrom
    }

    package static let section = Section(
        "grid_alarms", "Conditions of the grid that raise alarms. They curtail nothing by themselves.",
        of: GridAlarmPolicy(physicalResponsiveCapabilityBelow: .megawatts(3_000), emergencyAlertFrom: 1)
    ) {
        Key(
            "prc_below_mw", \.physicalResponsiveCapabilityBelow, .amount("MW", in: .zero...(.largestSite)),
            "Physical Responsive Capability below so much.")
        Key(
            "eea_from", \.emergencyAlertFrom, .count(in: 1...3),
            "Energy Emergency Alert at this level or above.")
    }
}

/// The declared keys; beside them the groups, the meter that settlement names, and the dated contracts.
extension SitePolicy: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            SettingValue.write(Self.declared.settings(self), to: &writer)
            writer.member(ifPresent: "meter", meter)
            if !economics.contracts.isEmpty {
                writer.member("contracts") { $0.array(economics.contracts) { $1.write(to: &$0) } }
            }
            writer.member("groups") { $0.array(groups) { $1.write(to: &$0) } }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self = try Self.declared.value(recorded: value.without(["meter", "contracts", "groups"]))
        meter = try value.optionalText("meter")
        economics.contracts = value.optional("contracts") == nil ? [] : try value.records("contracts")
        groups = try value.records("groups")
    }

    private static let declared = Section("", "", of: blank) { keys }
}
