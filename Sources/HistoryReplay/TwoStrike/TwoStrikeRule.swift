import GridMarket
package import CurtailmentEngine
package import GridUnits

/// The rule that sites are run by without us: everything down at one price, everything up at another.
package struct TwoStrikeRule: Hashable, Sendable {
    /// The strikes to compare with.
    package enum Choice: Hashable, Sendable {
        case strikes(TwoStrikeRule)
        /// The pair that would have earned most, as nobody could have known beforehand.
        case bestInHindsight
    }

    /// The whole site is curtailed at this price and above.
    package let high: EnergyPrice
    /// It is restored at this price and below.
    package let low: EnergyPrice

    /// Nil when the site would have to come back at the price at which it goes down.
    package init?(high: EnergyPrice, low: EnergyPrice) {
        guard low < high else { return nil }
        self.init(ordered: high, above: low)
    }

    /// Strikes that are in order already.
    init(ordered high: EnergyPrice, above low: EnergyPrice) {
        precondition(low < high, "strikes \(high.decimal) and \(low.decimal) are out of order")
        (self.high, self.low) = (high, low)
    }

    /// The site as the live engine has to see it to follow this rule and nothing else for price.
    ///
    /// The strikes are compared with the settlement price itself. There is no dwell, nothing is weighed against a
    /// restart, and silence changes nothing, as with a switch on the wall; obligations and the restore ramp stay.
    package func policy(for site: SitePolicy) -> SitePolicy {
        var policy = site
        policy.mode = .armed
        policy.economics.base = ContractTerms()
        policy.economics.contracts = []
        // Strictly above the largest amount below the strike is at the strike or above.
        let below = EnergyPrice(microdollarsPerMegawattHour: high.microdollarsPerMegawattHour - 1)
        policy.price = Self.switch(site.price ?? PricePolicy(), hysteresis: below - low)
        policy.groups = site.groups.map { group in
            GroupPolicy(
                name: group.name, isCommanded: group.isCommanded, value: .stated(below),
                shedRank: group.shedRank, units: group.units)
        }
        return policy
    }

    /// The price program as a switch on the wall: prices are believed as long as the site believes them, and nothing
    /// else holds it back.
    static func `switch`(_ site: PricePolicy, hysteresis: EnergyPrice) -> PricePolicy {
        var price = site
        (price.minimumDown, price.minimumUp) = (.zero, .zero)
        price.hysteresis = hysteresis
        price.restartCostPerMegawatt = .zero
        price.stance = .hold
        return price
    }
}

/// The earnings of a rule of two strikes over the same history.
package struct TwoStrikeResult: Hashable, Sendable {
    /// The rule with its two prices.
    package let rule: TwoStrikeRule
    /// Pairs that were tried to find it; nil when it was given.
    package let pairsTried: Int?
    /// The money that the rule would have earned.
    package let net: Money
    /// The part of the net that the rule's curtailments earned.
    package let incremental: Money
    /// How many curtailments it would have made.
    package let events: Int
    /// The energy it would not have drawn.
    package let curtailed: Energy
}
