package import GridUnits

/// One typed line of money for one interval and group; positive is to the site.
package struct Claim: Hashable, Sendable {
    /// The types of `energyAvoided` and its kin; the raw values are the ledger's.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Energy not bought: curtailed MWh at the marginal delivered price.
        case energyAvoided
        /// Hashrate not sold: curtailed MWh at break-even, negative.
        case lostHash
        /// Dollars per megawatt woken, negative.
        case restartCost
    }

    package let interval: SettlementInterval
    package let group: String
    package let kind: Kind
    /// The curtailed energy the money is for; zero for a restart.
    package let energy: Energy
    /// Microdollars per megawatt-hour (per megawatt for a restart), exact, and exact.
    ///
    /// As a price: the amounts of `lostHash` and `restartCost` have the opposite sign.
    package let rate: Fraction
    package let amount: Money
    /// True while the energy comes from unit readings and not from a meter.
    package let isEstimate: Bool
    /// True when nothing was commanded: what would have been.
    package let isShadow: Bool

    package init(
        interval: SettlementInterval, group: String, kind: Kind, energy: Energy, rate: Fraction,
        amount: Money,
        isEstimate: Bool, isShadow: Bool
    ) {
        self.interval = interval
        self.group = group
        self.kind = kind
        self.energy = energy
        self.rate = rate
        self.amount = amount
        self.isEstimate = isEstimate
        self.isShadow = isShadow
    }
}
