import GridMarket
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
