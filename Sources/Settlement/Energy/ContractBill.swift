package import GridMarket
package import GridUnits

/// What one interval's load costs under the contract; costs are positive, credits too.
package struct ContractBill: Hashable, Sendable {
    /// The fixed price of the whole block, owed whether or not it was used.
    package let blockCost: Money
    /// What was bought beyond the block, at the index.
    package let indexCost: Money
    /// What the unused part of the block brought; zero without the right of resale.
    package let resaleCredit: Money
    /// The resale credit less what the same energy cost at the fixed price: for reports, never for decisions.
    package let resaleMargin: Money

    /// What is owed for the interval; negative where resale brought more than everything cost.
    ///
    /// - Throws: `AmountOutOfRange` when the sum does not fit.
    package func cost() throws(AmountOutOfRange) -> Money {
        try blockCost.adding(indexCost).adding(-resaleCredit)
    }
}

extension ContractTerms {
    /// Bills one interval: `Q·h·P_fix + (L - Q)·h·SPP`, each line rounded once, half to even.
    ///
    /// Without the right of resale an unused block is worth nothing, and the second term stops at zero.
    ///
    /// - Parameters:
    ///   - load: the whole site's energy in one whole interval.
    ///   - price: the interval's settlement price.
    /// - Returns: the lines of the bill.
    /// - Throws: `AmountOutOfRange` when an amount does not fit.
    package func bill(for load: Energy, at price: EnergyPrice) throws(AmountOutOfRange) -> ContractBill {
        let paid = block.map { SettlementInterval.energy(at: $0.quantity) } ?? .zero
        let fixedPrice = block?.price ?? .zero
        let unused = block?.hasResale == true ? max(paid - load, .zero) : .zero
        let resale = resalePrice(at: price)
        let margin = try resale.minus(Fraction(whole: Int128(fixedPrice.microdollarsPerMegawattHour)))
        return ContractBill(
            blockCost: try paid.cost(at: fixedPrice),
            indexCost: try max(load - paid, .zero).cost(at: deliveredPrice(at: price)),
            resaleCredit: try unused.cost(at: resale), resaleMargin: try unused.cost(at: margin))
    }
}
