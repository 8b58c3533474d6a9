package import GridMarket
import GridUnits

/// The arbiter's answer: what the site may draw, and which wishes set it.
struct LoadTarget: Hashable, Sendable {
    /// Lowest ceiling of all wishes, a set point among them; nil when none bounds the load as a whole.
    let ceiling: Power?
    /// The load that the plan keeps, as far as ``limit`` lets whole units; nil when no wish keeps load up.
    let floor: Power?
    /// The ceiling that neither a floor nor a set point lifts the load over; nil where there is none.
    let limit: Power?
    /// The set point, where it is what bounds the load: the plan comes as near to it as whole units do.
    let setPoint: Power?
    /// Groups that sleep whole, in shed order.
    let groups: [Int]
    /// The load the site may draw with all of it.
    let load: Power
    let winner: Wish?
    let runnerUp: Wish?
    /// The conflicts that a rule settled, in the order of the wishes.
    let rulings: [Ruling]
    /// Whether a trip, a manual command or an obligation is among what holds the load down.
    let isUrgent: Bool
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
