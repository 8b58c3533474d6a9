package import GridUnits

/// What one group's megawatt-hours cost and are worth to the owner in one interval.
package struct SettlementTerms: Hashable, Sendable {
    /// The contract's multiplier on the settlement price.
    package let lossFactor: Fraction
    /// The contract's addition to the settlement price.
    package let adder: EnergyPrice
    /// Microdollars of lost income for each megawatt-hour not consumed, exact; zero for load worth nothing.
    package let breakEven: Fraction
    /// For each megawatt woken.
    package let restartCostPerMegawatt: Money

    package init(
        lossFactor: Fraction, adder: EnergyPrice, breakEven: Fraction, restartCostPerMegawatt: Money
    ) {
        self.lossFactor = lossFactor
        self.adder = adder
        self.breakEven = breakEven
        self.restartCostPerMegawatt = restartCostPerMegawatt
    }

    /// What a megawatt-hour more would cost, delivered: price × loss factor + adder.
    ///
    /// - Parameter price: the interval's settlement price.
    /// - Returns: microdollars per megawatt-hour, exact.
    /// - Throws: `AmountOutOfRange` when it does not fit.
    package func marginalPrice(at price: EnergyPrice) throws(AmountOutOfRange) -> Fraction {
        let whole = Fraction(whole: Int128(price.microdollarsPerMegawattHour))
        let addition = Fraction(whole: Int128(adder.microdollarsPerMegawattHour))
        return try whole.times(lossFactor).plus(addition)
    }

    /// The lines of money of one group and interval, each rounded once, half to even, to the microdollar.
    ///
    /// - Parameters:
    ///   - energy: what the group did in the interval.
    ///   - price: the interval's settlement price.
    /// - Returns: `energyAvoided` and `lostHash` where anything was curtailed, `restartCost` where anything was woken
    ///   at a cost; none for an interval in which nothing of the kind happened.
    /// - Throws: `AmountOutOfRange` when an amount does not fit; nothing is clamped.
    package func claims(
        for energy: IntervalEnergy, at price: EnergyPrice
    ) throws(AmountOutOfRange) -> [Claim] {
        var claims: [Claim] = []
        if energy.curtailed != .zero {
            let marginal = try marginalPrice(at: price)
            claims.append(
                Claim(
                    .energyAvoided, of: energy, energy.curtailed, rate: marginal,
                    amount: try energy.curtailed.cost(at: marginal)))
            claims.append(
                Claim(
                    .lostHash, of: energy, energy.curtailed, rate: breakEven,
                    amount: try (Energy.zero - energy.curtailed).cost(at: breakEven)))
        }
        if energy.restarted != .zero, restartCostPerMegawatt != .zero {
            claims.append(
                Claim(
                    .restartCost, of: energy, .zero,
                    rate: Fraction(whole: Int128(restartCostPerMegawatt.microdollars)),
                    amount: -(try cost(ofRestarting: energy.restarted))))
        }
        return claims
    }

    private func cost(ofRestarting power: Power) throws(AmountOutOfRange) -> Money {
        let microwattsPerMegawatt: Int128 = 1_000_000_000_000
        let product = Int128(power.microwatts) * Int128(restartCostPerMegawatt.microdollars)
        guard let microdollars = Int64(exactly: product.dividedHalfToEven(by: microwattsPerMegawatt)) else {
            throw AmountOutOfRange("\(power.decimal) MW × \(restartCostPerMegawatt.decimal) dollars/MW")
        }
        return Money(microdollars: microdollars)
    }
}

extension Claim {
    fileprivate init(
        _ kind: Kind, of source: IntervalEnergy, _ energy: Energy, rate: Fraction, amount: Money
    ) {
        self.init(
            interval: source.interval, group: source.group, kind: kind, energy: energy, rate: rate,
            amount: amount,
            isEstimate: source.evidence != .metered, isShadow: source.isShadow)
    }
}
