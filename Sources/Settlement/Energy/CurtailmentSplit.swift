package import GridMarket
package import GridUnits

/// One interval's curtailed energy by what becomes of it under the contract; the parts always add up to it.
///
/// Parts are negative where more was drawn than the baseline.
package struct CurtailmentSplit: Hashable, Sendable {
    /// Above the block: not bought at the index.
    package let avoided: Energy
    /// Inside the block: paid already, and sold back at spot.
    package let resold: Energy
    /// Inside a block without the right of resale: paid already, and worth nothing unused.
    package let unsellable: Energy

    package init(avoided: Energy, resold: Energy, unsellable: Energy) {
        self.avoided = avoided
        self.resold = resold
        self.unsellable = unsellable
    }

    /// Baseline less consumption.
    package var curtailed: Energy { avoided + resold + unsellable }
}

extension ContractTerms {
    /// Splits what one interval's load fell short of its baseline by.
    ///
    /// The block serves the load first, with and without us, so that only what the baseline drew beyond it was
    /// index energy.
    ///
    /// - Parameters:
    ///   - baseline: the whole site's energy without us, in an interval or the part of one that is known.
    ///   - consumed: the whole site's energy, in the same time.
    ///   - time: how much of the interval that is; the block serves all of it alike.
    /// - Returns: parts whose sum is `baseline - consumed`, whatever their signs.
    package func split(
        baseline: Energy, consumed: Energy, over time: TimeSpan = .seconds(SettlementInterval.lengthSeconds)
    ) -> CurtailmentSplit {
        let curtailed = baseline - consumed
        guard let block else {
            return CurtailmentSplit(avoided: curtailed, resold: .zero, unsellable: .zero)
        }
        let paid = block.quantity.energy(overNanoseconds: time.nanoseconds)
        let avoided = max(baseline, paid) - max(consumed, paid)
        let inside = curtailed - avoided
        return CurtailmentSplit(
            avoided: avoided, resold: block.hasResale ? inside : .zero,
            unsellable: block.hasResale ? .zero : inside)
    }
}
