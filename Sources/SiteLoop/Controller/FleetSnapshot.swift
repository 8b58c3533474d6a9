import GridMarket
import SitePorts
package import CurtailmentEngine
package import GridUnits

/// The fleet at one moment, for one answer: sums of its groups and the units asked for.
///
/// Small on purpose: whoever keeps a copy of the controller makes the next event copy every unit on the decision loop.
package struct FleetSnapshot: Sendable {
    /// A group with its load.
    package struct Group: Sendable {
        /// Its position in the policy.
        package let number: Int
        /// The group as the configuration has it.
        package let policy: GroupPolicy
        /// Confirmed and curtailed power.
        package let load: FleetReport.GroupLoad
        /// Rated power of the units that are wanted asleep.
        package let asleep: Power
        /// Units by state.
        package let states: [UnitState: Int]
    }

    /// A unit with its place.
    package struct Unit: Sendable {
        /// Position of its group in ``FleetSnapshot/groups``.
        package let group: Int
        /// Position in its group.
        package let index: Int
        /// The unit's state and last answers.
        package let known: FleetView.Unit
    }

    /// When the snapshot was taken.
    package let at: MonotonicInstant
    /// The prices by which the groups' break-evens were worked out.
    package let economics: EconomicsPolicy
    /// US dollars per petahash and day, as the engine reckons now.
    package let hashprice: Money
    /// The groups in the order of the configuration.
    package internal(set) var groups: [Group] = []
    /// The units by their numbers.
    package internal(set) var units: [Unit] = []
    /// Units asked for beyond the limit.
    package internal(set) var omitted = 0
}

extension SiteController {
    /// Looks at the fleet.
    ///
    /// - Parameters:
    ///   - group: the one group asked for; nil takes all.
    ///   - state: units in this state alone; nil takes all.
    ///   - limit: units listed at most.
    ///   - isIncluded: says of a group's number and a unit's position in it whether the unit is listed.
    /// - Returns: nil when there is no such group.
    package func fleet(
        group: String?, state: UnitState?, limit: Int,
        where isIncluded: (_ group: Int, _ unit: Int) -> Bool = { _, _ in true }
    ) -> FleetSnapshot? {
        let policy = engine.policy
        var snapshot = FleetSnapshot(
            at: ports.clock.monotonic(), economics: policy.economics,
            hashprice: engine.memory.hashprice ?? policy.economics.dollarsPerPetahashDay)
        var first = 0
        for (number, groupPolicy) in policy.groups.enumerated() {
            let range = first..<first + groupPolicy.units.count
            first = range.upperBound
            guard group == nil || group == groupPolicy.name else { continue }
            var states: [UnitState: Int] = [:]
            var asleep = Power.zero
            for unit in range {
                let known = view.units[unit].state
                states[known, default: 0] += 1
                if engine.wantsAsleep(unit) {
                    asleep += groupPolicy.units[unit - range.lowerBound].ratedPower
                }
                guard state == nil || known == state, isIncluded(number, unit - range.lowerBound) else {
                    continue
                }
                guard snapshot.units.count < limit else {
                    snapshot.omitted += 1
                    continue
                }
                snapshot.units.append(
                    FleetSnapshot.Unit(
                        group: snapshot.groups.count, index: unit - range.lowerBound, known: view.units[unit])
                )
            }
            snapshot.groups.append(
                FleetSnapshot.Group(
                    number: number, policy: groupPolicy, load: view.load(ofGroup: number), asleep: asleep,
                    states: states))
        }
        return group == nil || !snapshot.groups.isEmpty ? snapshot : nil
    }
}
