package import GridMarket
package import GridUnits

/// How a wish bounds the load of the site; what is not stated is not bounded.
package struct Bounds: Hashable, Sendable {
    /// The site may draw at most this.
    package var ceiling: Power?
    /// The load below which no lower rank may take the site.
    package var floor: Power?
    /// All units of these groups sleep; numbers in the order of the policy.
    package var groups: [Int]
    /// The site draws this, as near as whole units come: it moves the load both ways.
    package var setPoint: Power?

    package init(
        ceiling: Power? = nil, floor: Power? = nil, groups: [Int] = [], setPoint: Power? = nil
    ) {
        self.ceiling = ceiling
        self.floor = floor
        self.groups = groups
        self.setPoint = setPoint
    }

    /// At most so much for the site as a whole.
    package static func ceiling(_ power: Power) -> Bounds { Bounds(ceiling: power) }

    /// Whole groups asleep.
    package static func groups(_ groups: [Int]) -> Bounds { Bounds(groups: groups) }

    /// Whether the load is held down by it; a floor alone holds nothing down.
    var lowersLoad: Bool { ceiling != nil || setPoint != nil || !groups.isEmpty }
}

/// How a conflict between two demands is settled; where none applies, ceilings intersect and the lowest load wins.
package enum ConflictRule: String, Hashable, Sendable, CaseIterable {
    /// A floor stands against what ranks below it.
    case floorBinds = "floor_binds"
    /// A floor yields to a ceiling that ranks above it; what was sold as capability is lost by so much.
    case capabilityBreach = "capability_breach"
    /// A set point stands against thresholds, peaks and other economic reasons, in both directions.
    case setPointBinds = "set_point_binds"
    /// A set point yields to a ceiling, or to another set point, that ranks above it.
    case setPointYields = "set_point_yields"
    /// An economic reason only ever lowers the load: its floor or set point does not raise it.
    case economicsOnlyLower = "economics_only_lower"
}

/// One conflict that a rule settled, with the numbers that were compared.
package struct Ruling: Hashable, Sendable {
    /// The rule that settled it.
    package let rule: ConflictRule
    /// The program whose bound stands.
    package let stands: Program
    /// The program whose bound does not stand as it was wanted.
    package let yields: Program
    /// The load that the yielding bound states.
    package let wanted: Power
    /// The load that is left of it.
    package let granted: Power

    package init(rule: ConflictRule, stands: Program, yields: Program, wanted: Power, granted: Power) {
        self.rule = rule
        self.stands = stands
        self.yields = yields
        self.wanted = wanted
        self.granted = granted
    }

    /// The ruling in words, with both numbers.
    package var sentence: String {
        let (wanted, granted) = (wanted.decimal(places: 3), granted.decimal(places: 3))
        return switch rule {
        case .floorBinds:
            "\(yields.rawValue) may go down to \(granted) MW, not \(wanted): the floor of \(stands.rawValue) stands"
        case .capabilityBreach:
            "\(stands.rawValue) takes the load to \(granted) MW, below the floor of \(wanted) MW of "
                + "\(yields.rawValue): what was sold there cannot be delivered meanwhile"
        case .setPointBinds:
            "\(yields.rawValue) may not take the load to \(wanted) MW: the set point of \(stands.rawValue), "
                + "\(granted) MW, stands"
        case .setPointYields:
            "the set point of \(yields.rawValue), \(wanted) MW, yields to \(stands.rawValue): \(granted) MW"
        case .economicsOnlyLower:
            "\(yields.rawValue) cannot raise the load to \(wanted) MW: it may only lower it"
        }
    }
}
