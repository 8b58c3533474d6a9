package import GridMarket
package import CurtailmentEngine
package import GridUnits

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
        contract(in: interval) ?? ContractTerms(lossFactor: economics.lossFactor, adder: economics.adder)
    }
}
