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

extension Program: FieldName {}
