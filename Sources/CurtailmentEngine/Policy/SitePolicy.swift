package import GridMarket
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

/// Settings of the price program.
package struct PricePolicy: Hashable, Sendable {
    /// Once curtailed for price, at least this long.
    package var minimumDown: TimeSpan
    /// Once restored, at least this long.
    package var minimumUp: TimeSpan
    /// Restore only at or below break-even minus this.
    package var hysteresis: EnergyPrice
    /// Dollars per megawatt, once for each restart.
    package var restartCostPerMegawatt: Money
    /// Age, from the start of its span, up to which a SCED price is preferred.
    package var scedFreshFor: TimeSpan
    /// Age, from its receipt, after which the last price of any market is stale.
    package var staleAfter: TimeSpan
    package var stance: Stance

    package init(
        minimumDown: TimeSpan, minimumUp: TimeSpan, hysteresis: EnergyPrice, restartCostPerMegawatt: Money,
        scedFreshFor: TimeSpan, staleAfter: TimeSpan, stance: Stance
    ) {
        self.minimumDown = minimumDown
        self.minimumUp = minimumUp
        self.hysteresis = hysteresis
        self.restartCostPerMegawatt = restartCostPerMegawatt
        self.scedFreshFor = scedFreshFor
        self.staleAfter = staleAfter
        self.stance = stance
    }
}

/// Settings of our own under-frequency trip.
///
/// It is never reported as certified UFR or FFR capability.
package struct UnderfrequencyPolicy: Hashable, Sendable {
    /// When the trip may act.
    package enum Arming: String, Hashable, Sendable, CaseIterable {
        /// Only while an award of `armedBy` is in force.
        case award
        case always
    }

    /// How much load a trip sheds.
    package enum Extent: String, Hashable, Sendable, CaseIterable {
        /// The awarded megawatts; everything when nothing is awarded (`arming: always`).
        case awarded
        case everything
    }

    /// Trips at or below this frequency.
    package var threshold: Frequency
    /// Counts as recovered at or above this frequency.
    package var recovery: Frequency
    /// Consecutive samples at or below the threshold that confirm a trip, at least 1.
    package var agreeingSamples: Int
    /// How long the frequency has to stay recovered before the trip lets go.
    package var recoveredFor: TimeSpan
    /// A faster change over the window is a measurement fault unless agreeing samples confirm it.
    package var plausibleRate: FrequencyRate
    /// Span over which the rate of change is measured, at least half a second.
    package var rateWindow: TimeSpan
    /// Values outside this band are never grid frequency.
    package var plausibleBand: ClosedRange<Frequency>
    package var arming: Arming
    package var armedBy: Set<Program>
    package var extent: Extent
    /// Age after which the last sample is stale.
    package var staleAfter: TimeSpan
    package var stance: Stance

    package init(
        threshold: Frequency, recovery: Frequency, agreeingSamples: Int, recoveredFor: TimeSpan,
        plausibleRate: FrequencyRate, rateWindow: TimeSpan, plausibleBand: ClosedRange<Frequency>,
        arming: Arming,
        armedBy: Set<Program>, extent: Extent, staleAfter: TimeSpan, stance: Stance
    ) {
        self.threshold = threshold
        self.recovery = recovery
        self.agreeingSamples = agreeingSamples
        self.recoveredFor = recoveredFor
        self.plausibleRate = plausibleRate
        self.rateWindow = rateWindow
        self.plausibleBand = plausibleBand
        self.arming = arming
        self.armedBy = armedBy
        self.extent = extent
        self.staleAfter = staleAfter
        self.stance = stance
    }
}

/// How load comes back.
package struct RestorePolicy: Hashable, Sendable {
    /// Power per minute that may return, site-wide, in whole units; zero is no limit.
    package var rampPerMinute: Power

    package init(rampPerMinute: Power) { self.rampPerMinute = rampPerMinute }
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
