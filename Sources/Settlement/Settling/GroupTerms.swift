package import GridMarket
package import CurtailmentEngine
package import GridUnits

/// The cost and worth of each group's megawatt-hours, worked out once for the intervals that share them.
struct GroupTerms: Sendable {
    private struct Key: Hashable {
        let policyNumber: Int64
        let hashprice: Money
        let contract: ContractTerms
    }

    private var key: Key?
    private var terms: [String: SettlementTerms] = [:]

    /// The terms of every group.
    ///
    /// A group whose numbers do not fit has none and earns nothing; configurations with such numbers are refused.
    mutating func terms(
        policy: SitePolicy, number: Int64, hashprice: Money, contract: ContractTerms
    ) -> [String: SettlementTerms] {
        let wanted = Key(
            policyNumber: number, hashprice: hashprice, contract: contract)
        guard key != wanted else { return terms }
        key = wanted
        terms = [:]
        for group in policy.groups {
            terms[group.name] = try? group.settlementTerms(
                policy: policy, hashprice: hashprice, contract: contract)
        }
        return terms
    }
}

extension GroupPolicy {
    /// The cost and worth of this group's megawatt-hours.
    ///
    /// - Parameters:
    ///   - policy: the site's.
    ///   - hashprice: in force in the interval, dollars per PH/s and day.
    ///   - contract: in force in the interval.
    /// - Returns: the terms of one interval.
    /// - Throws: `AmountOutOfRange` when the configured numbers do not fit.
    package func settlementTerms(
        policy: SitePolicy, hashprice: Money, contract: ContractTerms
    ) throws(AmountOutOfRange) -> SettlementTerms {
        SettlementTerms(
            contract: contract,
            breakEven: try breakEven(economics: policy.economics, hashprice: hashprice),
            restartCostPerMegawatt: policy.price?.restartCostPerMegawatt ?? .zero)
    }
}
