package import GridMarket
package import GridUnits

/// The cost of one group's megawatt-hours, and their worth to the owner, in one interval.
package struct SettlementTerms: Hashable, Sendable {
    /// The contract on the interval's operating day.
    package let contract: ContractTerms
    /// Microdollars of lost income for each megawatt-hour not consumed, exact; zero for load worth nothing.
    package let breakEven: Fraction
    /// For each megawatt woken.
    package let restartCostPerMegawatt: Money

    package init(contract: ContractTerms, breakEven: Fraction, restartCostPerMegawatt: Money) {
        self.contract = contract
        self.breakEven = breakEven
        self.restartCostPerMegawatt = restartCostPerMegawatt
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
            let marginal = try contract.deliveredPrice(at: price)
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
