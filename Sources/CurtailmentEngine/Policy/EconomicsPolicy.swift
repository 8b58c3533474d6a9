import GridMarket
package import GridUnits
package import SiteRecord

/// What a megawatt-hour is worth to the owner and what it costs to restart.
package struct EconomicsPolicy: Hashable, Sendable {
    /// Dollars per PH/s and day, until a hashprice signal arrives.
    package var dollarsPerPetahashDay: Money
    /// Share that the pool keeps, 0 to below 1.
    package var poolFee: Fraction
    /// Facility energy over miner energy, at least 1.
    package var powerUsageEffectiveness: Fraction
    /// The contract's multiplier on the settlement price, before the first of ``contracts``.
    package var lossFactor: Fraction
    /// The contract's addition to the settlement price, before the first of ``contracts``.
    package var adder: EnergyPrice
    /// Later terms, oldest first, no two from one instant; what is not listed here is no change.
    package var contracts: [ContractPrice]

    package init(
        dollarsPerPetahashDay: Money, poolFee: Fraction, powerUsageEffectiveness: Fraction,
        lossFactor: Fraction, adder: EnergyPrice, contracts: [ContractPrice] = []
    ) {
        self.dollarsPerPetahashDay = dollarsPerPetahashDay
        self.poolFee = poolFee
        self.powerUsageEffectiveness = powerUsageEffectiveness
        self.lossFactor = lossFactor
        self.adder = adder
        self.contracts = contracts
    }
}

/// What a contract makes of the settlement price of energy, from an instant until the next contract's.
package struct ContractPrice: Hashable, Sendable {
    /// The start of the operating day on which it begins to hold.
    package let from: UTCInstant
    /// Multiplies the settlement price; at least 0.
    package let lossFactor: Fraction
    /// Added to the settlement price.
    package let adder: EnergyPrice

    package init(from: UTCInstant, lossFactor: Fraction, adder: EnergyPrice) {
        self.from = from
        self.lossFactor = lossFactor
        self.adder = adder
    }
}

extension EconomicsPolicy {
    package static let section = Section(
        "economics", "",
        of: EconomicsPolicy(
            dollarsPerPetahashDay: .zero, poolFee: .zero, powerUsageEffectiveness: .one, lossFactor: .one,
            adder: .zero)
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
            "loss_factor", \.lossFactor, ContractTerms.lossFactor,
            "The contract's factor on the settlement price, before the first of settlement.contracts.")
        Key(
            "adder_usd_per_mwh", \.adder, ContractTerms.adder,
            "The contract's addition to the settlement price, likewise; may be negative.")
    }

    /// The terms in force at an instant; before the first contract they hold from the beginning of time.
    package func terms(at instant: UTCInstant) -> ContractPrice {
        contracts.last { $0.from <= instant }
            ?? ContractPrice(
                from: UTCInstant(nanosecondsSinceEpoch: .min), lossFactor: lossFactor, adder: adder)
    }

    /// When the terms change next; nil when they never do.
    func nextTerms(after instant: UTCInstant) -> UTCInstant? {
        contracts.first { $0.from > instant }?.from
    }

    /// What a megawatt-hour not consumed saves: settlement price × loss factor + adder, exact.
    ///
    /// - Parameters:
    ///   - price: of the settlement point.
    ///   - instant: at which it is decided; the terms in force then count.
    /// - Returns: microdollars per megawatt-hour.
    /// - Throws: `AmountOutOfRange` when the configured factor is absurdly long.
    package func marginalPrice(
        _ price: EnergyPrice, at instant: UTCInstant
    ) throws(AmountOutOfRange) -> Fraction {
        let terms = terms(at: instant)
        let delivered = try Fraction(whole: Int128(price.microdollarsPerMegawattHour)).times(terms.lossFactor)
        return try delivered.plus(Fraction(whole: Int128(terms.adder.microdollarsPerMegawattHour)))
    }
}
