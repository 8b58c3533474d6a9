package import CurtailmentEngine
package import GridUnits
package import Settlement

extension SettlementPolicy {
    /// The contract that settles an interval.
    ///
    /// - Parameters:
    ///   - interval: by its operating day.
    ///   - economics: whose losses and adder hold where no contract is dated.
    /// - Returns: the terms of the interval.
    package func contract(in interval: SettlementInterval, otherwise economics: EconomicsPolicy)
        -> ContractTerms
    {
        // Without contracts no day is looked up, which costs more than the rest.
        guard !contracts.entries.isEmpty, let dated = contracts.value(in: interval) else {
            return ContractTerms(lossFactor: economics.lossFactor, adder: economics.adder)
        }
        return dated
    }
}
