import CurtailmentEngine
import GridUnits
import Settlement

/// Everything that one interval is settled by, and what comes of it.
struct IntervalSettlement {
    let page: SettlementPage
    let facts: IntervalFacts
    /// Nil where nobody priced the interval.
    let price: SettlementPrice?
    /// In force when the interval closed.
    let policy: SitePolicy
    /// The newest that is known of contracts and market facts, by their dates.
    let settlement: SettlementPolicy
    /// The contract on the interval's operating day; losses and adders of the economics where none is dated.
    let contract: ContractTerms

    init(
        page: SettlementPage, facts: IntervalFacts, price: SettlementPrice?, policy: SitePolicy,
        settlement: SettlementPolicy
    ) {
        self.page = page
        self.facts = facts
        self.price = price
        self.policy = policy
        self.settlement = settlement
        contract = settlement.contract(in: page.interval, otherwise: policy.economics)
    }

    /// One row a group, and one of the meter.
    var rows: [SettledInterval] {
        var energies = page.energies
        if let metered = page.metered(facts) {
            energies.append(
                IntervalEnergy(
                    interval: page.interval, group: IntervalEnergy.meterName, consumed: metered,
                    curtailed: meteredCurtailment ?? .zero, restarted: .zero, evidence: .metered,
                    isShadow: false))
        }
        return energies.map {
            SettledInterval(energy: $0, price: price?.price, priceSource: price?.source ?? .published)
        }
    }

    /// What the meter says was not drawn because of us; nil where no baseline says what would have been.
    var meteredCurtailment: Energy? {
        guard let metered = page.metered(facts),
            let baseline = page.curtailments.first(where: { !$0.isShadow })?.baseline?.energy(
                in: page.interval)
        else { return nil }
        return baseline - metered
    }

    /// The lines of money, in the order in which they are recorded; none in a gap, of which nothing is in any sum.
    func claims(_ groups: inout GroupTerms) -> [Claim] {
        guard let price else { return [] }
        let terms = groups.terms(
            policy: policy, number: page.policyNumber, hashprice: page.hashprice, contract: contract)
        return energyClaims(at: price, terms) + capacityClaims
    }
}
