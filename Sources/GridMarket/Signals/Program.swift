import SiteRecord

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

extension Program {
    /// Place in the order of precedence; a lower number is never weakened by a higher one.
    package var rank: Int {
        switch self {
        case .siteSafety: 1
        case .transmissionLoadShed: 2
        case .underfrequency: 3
        case .rrs, .ecrs, .nonSpin, .ers10, .ers30: 4
        case .basePoint, .regulationUp, .regulationDown: 5
        case .manual: 6
        case .committedCapability: 7
        case .coincidentPeak: 8
        case .price: 9
        case .schedule: 10
        // A financial position wishes nothing of the load.
        case .voluntary, .dayAheadEnergy: 11
        }
    }

    /// Whether its orders go out before they are in the ledger.
    package var isUrgent: Bool { rank <= 6 }

    /// Whether it earns or saves by a low load, as a threshold or a peak does, and may only lower it.
    package var isEconomic: Bool { rank >= 8 }
}

extension Program: FieldName {}
