package import GridMarket
package import GridUnits
package import SiteRecord

/// The worth of a megawatt-hour to the owner, and the cost of a restart.
package struct EconomicsPolicy: Hashable, Sendable {
    /// Dollars per PH/s and day, until a hashprice signal arrives.
    package var dollarsPerPetahashDay: Money
    /// Share that the pool keeps, 0 to below 1.
    package var poolFee: Fraction
    /// Facility energy over miner energy, at least 1.
    package var powerUsageEffectiveness: Fraction
    /// The retail contract before the first of ``contracts``.
    package var base: ContractTerms
    /// Later contracts, oldest first, no two from one instant.
    package var contracts: [DatedContract]

    package init(
        dollarsPerPetahashDay: Money, poolFee: Fraction, powerUsageEffectiveness: Fraction,
        base: ContractTerms = ContractTerms(), contracts: [DatedContract] = []
    ) {
        self.dollarsPerPetahashDay = dollarsPerPetahashDay
        self.poolFee = poolFee
        self.powerUsageEffectiveness = powerUsageEffectiveness
        self.base = base
        self.contracts = contracts
    }
}

extension EconomicsPolicy {
    package static let section = Section(
        "economics", "",
        of: EconomicsPolicy(
            dollarsPerPetahashDay: .zero, poolFee: .zero, powerUsageEffectiveness: .one)
    ) {
        Key(
            "hashprice_usd_per_ph_day", \.dollarsPerPetahashDay,
            .amount("USD", in: .zero...(.dollars(100_000))),
            "Revenue of one PH/s in a day, until a hashprice signal arrives.", sample: "45.00")
        Key(
            "pool_fee", \.poolFee, .ratio(inBillionths: 0...999_999_999),
            "Share of the revenue that the pool keeps.")
        Key(
            "pue", \.powerUsageEffectiveness, .ratio(inBillionths: 1_000_000_000...3_000_000_000),
            "Energy of the facility over energy of the miners.")
        Key(
            "loss_factor", \.base.lossFactor, ContractTerms.lossFactor,
            "The contract's factor on the settlement price, before the first of settlement.contracts.")
        Key(
            "adder_usd_per_mwh", \.base.adder, ContractTerms.adder,
            "The contract's addition to the settlement price, likewise; may be negative.")
    }

    /// The contract in force at an instant; before the first one the base holds from the beginning of time.
    package func contract(at instant: UTCInstant) -> ContractTerms {
        contracts.last { $0.from <= instant }?.terms ?? base
    }

    /// When losses or adder change next; nil when they never do.
    func nextTerms(after instant: UTCInstant) -> UTCInstant? {
        let now = contract(at: instant)
        return contracts.first {
            $0.from > instant && ($0.terms.lossFactor, $0.terms.adder) != (now.lossFactor, now.adder)
        }?.from
    }

    /// The saving of a megawatt-hour not consumed, by the contract in force.
    ///
    /// - Parameters:
    ///   - price: of the settlement point.
    ///   - instant: at which it is decided.
    /// - Returns: microdollars per megawatt-hour.
    /// - Throws: `AmountOutOfRange` when the configured factor is absurdly long.
    package func marginalPrice(
        _ price: EnergyPrice, at instant: UTCInstant
    ) throws(AmountOutOfRange) -> Fraction {
        try contract(at: instant).deliveredPrice(at: price)
    }
}
