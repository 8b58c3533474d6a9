package import GridUnits

/// One typed line of money for one interval, group and program; positive is to the site.
package struct Claim: Hashable, Sendable {
    /// The types of `energyAvoided` and its kin; the raw values are the ledger's.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Energy not bought: curtailed MWh at the marginal delivered price.
        case energyAvoided
        /// Block energy not used and sold at spot: curtailed MWh at the settlement price, less what resale costs.
        case energyResold
        /// Hashrate not sold: curtailed MWh at break-even, negative.
        case lostHash
        /// Dollars per megawatt woken, negative.
        case restartCost
        /// Ancillary Service capacity sold day-ahead.
        case asCapacityDAM
        /// The real-time award's difference from the day-ahead one, bought back or sold.
        case asImbalanceRT
        /// Emergency Response Service capacity, accrued.
        case ersCapacity
        /// Transmission charges saved next year by what was not drawn in a peak interval; contingent until published.
        case transmission4CPContingent
        /// Energy bought day-ahead, sold back at the real-time price.
        case dayAheadPosition
        /// What a deviation cost, as the settlement statement says; negative.
        case penalty

        /// Whether it is there because something was curtailed; capacity is paid whether or not anything was.
        package var isIncremental: Bool {
            switch self {
            case .energyAvoided, .energyResold, .lostHash, .restartCost, .transmission4CPContingent: true
            case .asCapacityDAM, .asImbalanceRT, .ersCapacity, .dayAheadPosition, .penalty: false
            }
        }

        /// Whether it may still come to nothing: such money is shown and stands in no net.
        package var isContingent: Bool { self == .transmission4CPContingent }

        /// The kind of which every curtailed megawatt-hour has exactly one claim, whatever else it was worth.
        ///
        /// Avoided and resold energy is less where a block without resale leaves some of it worthless.
        package static let ofCurtailedEnergy = Claim.Kind.lostHash

        /// Whether its energy is physical: the sum over these is never more than what was curtailed.
        package var claimsEnergy: Bool {
            switch self {
            case .energyAvoided, .energyResold: true
            case .lostHash, .restartCost, .asCapacityDAM, .asImbalanceRT, .ersCapacity,
                .transmission4CPContingent, .dayAheadPosition, .penalty:
                false
            }
        }
    }

    package let interval: SettlementInterval
    /// A group of the site, or ``siteGroup`` for what belongs to the site as a whole.
    package let group: String
    package let kind: Kind
    /// The program that curtailed, or whose capacity was sold; empty where none is named.
    package let program: String
    /// The curtailed energy the money is for; zero for a restart and for capacity.
    package let energy: Energy
    /// Microdollars per megawatt-hour (per megawatt for a restart, per MW and hour for capacity), exact.
    ///
    /// As a price: the amounts of `lostHash` and `restartCost` have the opposite sign.
    package let rate: Fraction
    package let amount: Money
    /// True while the energy comes from unit readings and not from a meter, or the price is not the published one.
    package let isEstimate: Bool
    /// True when nothing was commanded: what would have been.
    package let isShadow: Bool
    package let basis: ClaimBasis

    package static let siteGroup = "(site)"

    package init(
        interval: SettlementInterval, group: String, kind: Kind, program: String = "", energy: Energy,
        rate: Fraction, amount: Money, isEstimate: Bool, isShadow: Bool, basis: ClaimBasis = .plain
    ) {
        self.interval = interval
        self.group = group
        self.kind = kind
        self.program = program
        self.energy = energy
        self.rate = rate
        self.amount = amount
        self.isEstimate = isEstimate
        self.isShadow = isShadow
        self.basis = basis
    }
}

/// What a claim rests on beside its energy and its rate.
package struct ClaimBasis: Hashable, Sendable {
    /// Where the price of a claim comes from.
    package enum PriceSource: String, Hashable, Sendable, CaseIterable {
        /// The published price of its interval.
        case published
        /// Rebuilt from the LMPs of SCED runs, until the published price arrives.
        case rebuilt
        /// A rate of the configuration.
        case contract
    }

    package var priceSource: PriceSource
    /// By which method the curtailed energy was found.
    package var method: BaselineMethod
    /// How far the amount may be off because its energy is read from units and not metered; zero for metered.
    package var uncertainty: Money

    package init(
        priceSource: PriceSource = .published, method: BaselineMethod = .readings, uncertainty: Money = .zero
    ) {
        self.priceSource = priceSource
        self.method = method
        self.uncertainty = uncertainty
    }

    /// What stands where nothing else is said.
    package static let plain = ClaimBasis()
}
