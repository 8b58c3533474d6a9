extension Claim {
    /// The types of `energyAvoided` and its kin; the raw values are the ledger's.
    ///
    /// To add a type: a case here and its declaration below, and the producer that makes its claims
    /// (`IntervalSettlement`). Columns, pages, statements, charts, sums and views follow from the declaration.
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
        /// The cost of a deviation, as the settlement statement says; negative.
        case penalty

        /// The kind of which every curtailed megawatt-hour has exactly one claim, whatever else it was worth.
        ///
        /// Avoided and resold energy is less where a block without resale leaves some of it worthless.
        package static let ofCurtailedEnergy = Claim.Kind.lostHash
    }
}

extension Claim.Kind {
    /// Everything that tells a type of claim from the others.
    package struct Declaration: Sendable {
        /// The type's name for people.
        package let title: String
        /// The head of its column in a table of a terminal.
        package let column: String
        /// One sentence for people who read a statement.
        package let meaning: String
        /// The unit that its rate is for.
        package let rateUnit: RateUnit
        /// Where it belongs among the money.
        package let part: Part
        /// Whether it is there because something was curtailed; capacity is paid whether or not anything was.
        package var isIncremental = false
        /// Whether it may still come to nothing: such money is shown and stands in no net.
        package var isContingent = false
        /// Whether its energy is physical: the sum over these is never more than the curtailed energy.
        package var claimsEnergy = false
        /// Whether a QSE settles it, so that its absence from a settlement statement is news.
        ///
        /// Energy not bought, hashrate not sold and next year's transmission charges stand on none.
        package var isOnStatements = true
    }

    /// The units of rates, in dollars.
    package enum RateUnit: Hashable, Sendable {
        case megawattHour, megawatt, megawattAndHour
    }

    /// The parts of the money; costs are shown positive where the claim is negative.
    package enum Part: Hashable, Sendable, CaseIterable {
        case energy, capacity, transmission, costs
    }

    /// The one place where a type of claim is described.
    package var declaration: Declaration {
        switch self {
        case .energyAvoided: .energyAvoided
        case .energyResold: .energyResold
        case .lostHash: .lostHash
        case .restartCost: .restartCost
        case .asCapacityDAM: .asCapacityDAM
        case .asImbalanceRT: .asImbalanceRT
        case .ersCapacity: .ersCapacity
        case .transmission4CPContingent: .transmission4CPContingent
        case .dayAheadPosition: .dayAheadPosition
        case .penalty: .penalty
        }
    }

    /// The kind in words, for people.
    package var title: String { declaration.title }
    /// Whether the money would not have come without a curtailment.
    package var isIncremental: Bool { declaration.isIncremental }
    /// Whether a condition still has to be met.
    package var isContingent: Bool { declaration.isContingent }
    /// Whether the claim is for curtailed energy.
    package var claimsEnergy: Bool { declaration.claimsEnergy }
    /// Whether tables show it as a cost: positive where the claim is negative.
    package var isCost: Bool { declaration.part == .costs }
}

extension Claim.Kind.Declaration {
    fileprivate static let energyAvoided = Self(
        title: "Energy avoided", column: "AVOIDED USD",
        meaning: "Energy that was not bought: curtailed MWh times the delivered price.",
        rateUnit: .megawattHour, part: .energy, isIncremental: true, claimsEnergy: true,
        isOnStatements: false)

    fileprivate static let energyResold = Self(
        title: "Energy resold", column: "RESOLD USD",
        meaning: "Block energy not used and sold at spot: curtailed MWh times the settlement price, "
            + "less what resale costs.",
        rateUnit: .megawattHour, part: .energy, isIncremental: true, claimsEnergy: true)

    fileprivate static let lostHash = Self(
        title: "Lost hash", column: "LOST HASH",
        meaning: "Income that the curtailed miners did not earn: curtailed MWh times break-even; "
            + "negative.",
        rateUnit: .megawattHour, part: .costs, isIncremental: true, isOnStatements: false)

    fileprivate static let restartCost = Self(
        title: "Restart cost", column: "RESTARTS",
        meaning: "What waking costs: megawatts woken times the configured rate; negative.",
        rateUnit: .megawatt, part: .costs, isIncremental: true, isOnStatements: false)

    fileprivate static let asCapacityDAM = Self(
        title: "Ancillary Service capacity, day-ahead", column: "AS DAY-AHEAD",
        meaning: "Ancillary Service capacity sold in the day-ahead market, at its clearing price.",
        rateUnit: .megawattAndHour, part: .capacity)

    fileprivate static let asImbalanceRT = Self(
        title: "Ancillary Service imbalance, real-time", column: "AS REAL-TIME",
        meaning: "The difference between real-time and day-ahead awards, bought back or sold.",
        rateUnit: .megawattAndHour, part: .capacity)

    fileprivate static let ersCapacity = Self(
        title: "ERS capacity", column: "ERS USD",
        meaning: "Emergency Response Service capacity, accrued over its period.",
        rateUnit: .megawattAndHour, part: .capacity)

    fileprivate static let transmission4CPContingent = Self(
        title: "4CP transmission saving, contingent", column: "4CP (CONT.)",
        meaning:
            "Transmission charges of the coming year saved by what was not drawn in a coincident "
            + "peak; contingent until the peaks are published.",
        rateUnit: .megawatt, part: .transmission, isIncremental: true, isContingent: true,
        isOnStatements: false)

    fileprivate static let dayAheadPosition = Self(
        title: "Day-ahead energy position", column: "DAM POSITION",
        meaning: "Energy bought day-ahead, settled against the real-time price.",
        rateUnit: .megawattHour, part: .capacity)

    fileprivate static let penalty = Self(
        title: "Penalties", column: "PENALTIES",
        meaning: "What a deviation cost, as the settlement statement says; negative.",
        rateUnit: .megawattHour, part: .costs)
}
