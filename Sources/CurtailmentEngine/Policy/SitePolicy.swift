import GridMarket
package import SiteRecord
package import GridUnits

/// What one site wants of the engine: validated values, made once from its configuration.
package struct SitePolicy: Hashable, Sendable {
    package var name: String
    package var mode: SiteMode
    /// Load at the site meter that can never be curtailed.
    package var fixedLoad: Power
    package var settlementPoint: SettlementPoint
    package var economics: EconomicsPolicy
    /// The price program; nil is off.
    package var price: PricePolicy?
    /// Our own software trip; nil is off.
    package var underfrequency: UnderfrequencyPolicy?
    package var restore: RestorePolicy
    package var grid: GridAlarmPolicy
    /// Which meter is the site's; nil where any that reports is.
    package var meter: String?
    /// In the order of the configuration; units are numbered through all groups in this order.
    package var groups: [GroupPolicy]

    package init(
        name: String, mode: SiteMode, fixedLoad: Power, settlementPoint: SettlementPoint,
        economics: EconomicsPolicy, price: PricePolicy?, underfrequency: UnderfrequencyPolicy?,
        restore: RestorePolicy, grid: GridAlarmPolicy, meter: String? = nil, groups: [GroupPolicy]
    ) {
        self.name = name
        self.mode = mode
        self.fixedLoad = fixedLoad
        self.settlementPoint = settlementPoint
        self.economics = economics
        self.price = price
        self.underfrequency = underfrequency
        self.restore = restore
        self.grid = grid
        self.meter = meter
        self.groups = groups
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
    package let name: String
    /// ERCOT's type code; nil takes any, and a point seen as both LZ and LZEW is then an error.
    package let type: String?

    package init(name: String, type: String?) {
        self.name = name
        self.type = type
    }
}

/// What to do while a program's input is stale.
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

extension Power {
    /// More than any site has, so that a slip of the keyboard is found.
    package static let largestSite = Power.megawatts(100_000)
}

/// Grid conditions that raise alarms; they curtail only through a program that says so.
package struct GridAlarmPolicy: Hashable, Sendable {
    /// PRC below this raises an alarm.
    package var physicalResponsiveCapabilityBelow: Power
    /// EEA at or above this level raises an alarm.
    package var emergencyAlertFrom: Int

    package init(physicalResponsiveCapabilityBelow: Power, emergencyAlertFrom: Int) {
        self.physicalResponsiveCapabilityBelow = physicalResponsiveCapabilityBelow
        self.emergencyAlertFrom = emergencyAlertFrom
    }
}
