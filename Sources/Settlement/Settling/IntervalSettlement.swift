import GridMarket
import CurtailmentEngine
import GridUnits

/// Everything that one interval is settled by, and what comes of it.
struct IntervalSettlement {
    let page: SettlementPage
    let facts: IntervalFacts
    /// Nil where nobody priced the interval.
    let price: SettlementPrice?
    private let closedUnder: PolicyInForce
    private let inForce: PolicyInForce
    /// The contract on the interval's operating day, as it is known now.
    let contract: ContractTerms

    init(
        page: SettlementPage, facts: IntervalFacts, price: SettlementPrice?, closedUnder: PolicyInForce,
        inForce: PolicyInForce
    ) {
        self.page = page
        self.facts = facts
        self.price = price
        self.closedUnder = closedUnder
        self.inForce = inForce
        contract = inForce.record.policy.economics.contract(at: page.interval.start)
    }

    /// In force when the interval closed.
    var policy: SitePolicy { closedUnder.record.policy }

    /// The newest that is known of contracts and market facts, by their dates.
    var settlement: SettlementPolicy { inForce.record.settlement }

    /// How far energy read from units may be off, by what held when the interval closed.
    var readingUncertainty: Fraction { closedUnder.record.settlement.readingUncertainty }

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

    /// The energy that by the meter was not drawn because of us; nil where no baseline says how much would have been.
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
