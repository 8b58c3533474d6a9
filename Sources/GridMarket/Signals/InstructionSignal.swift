package import GridUnits

/// A way to earn or a duty, by the name signals, commands, journal and ledger use.
package enum Program: String, Hashable, Sendable, CaseIterable {
    /// Site safety and loss of supply.
    case siteSafety = "site_safety"
    /// Load shed ordered by the transmission operator or utility.
    case transmissionLoadShed = "transmission_load_shed"
    /// Responsive Reserve by under-frequency relay, and our own software trip while such an award arms it.
    case underfrequency
    case rrs
    case ecrs
    case nonSpin = "non_spin"
    case ers10 = "ers_10"
    case ers30 = "ers_30"
    /// Controllable Load Resource dispatch.
    case basePoint = "base_point"
    case regulationUp = "reg_up"
    case regulationDown = "reg_down"
    /// Energy bought day-ahead: a financial position, awarded like capacity and never deployed.
    case dayAheadEnergy = "day_ahead_energy"
    case manual
    /// Load that is kept on because it was sold as reserve.
    case committedCapability = "committed_capability"
    case coincidentPeak = "coincident_peak"
    case price
    case schedule
    case voluntary
}

/// An order of the QSE, the transmission operator or a person who speaks for them.
package struct InstructionSignal: Hashable, Sendable {
    package enum Action: String, Hashable, Sendable, CaseIterable {
        case deploy, recall, cancel, setpoint
        /// Declares an instruction void: the load stays until its recall, and nothing is claimed for it.
        case annul
    }

    /// The issuer's identifier; a recall names the deployment it ends, or is empty for "whatever the program holds".
    package let id: String
    /// Counts the issuer's corrections of one instruction; a lower one than already seen is old news.
    package let modification: Int
    package let program: Program
    package let action: Action
    package let power: Power?
    package let effective: UTCInstant?
    package let issuer: String
    /// Advisory only: an obligation ends by its recall, never by a clock.
    package let end: UTCInstant?

    package init(
        id: String, modification: Int, program: Program, action: Action, power: Power?,
        effective: UTCInstant?,
        issuer: String, end: UTCInstant?
    ) {
        self.id = id
        self.modification = modification
        self.program = program
        self.action = action
        self.power = power
        self.effective = effective
        self.issuer = issuer
        self.end = end
    }
}

/// Capacity sold for a span; what it obliges the site to is its program's business.
package struct AwardSignal: Hashable, Sendable {
    package let id: String
    package let program: Program
    /// Where it was sold: day-ahead (`dam`), or in real time (`rtm`, ERCOT's time-weighted award of the span).
    package let market: Market
    package let power: Power
    package let start: UTCInstant
    /// Exclusive; an award ends here by itself.
    package let end: UTCInstant

    package init(
        id: String, program: Program, market: Market = .dam, power: Power, start: UTCInstant, end: UTCInstant
    ) {
        self.id = id
        self.program = program
        self.market = market
        self.power = power
        self.start = start
        self.end = end
    }
}
