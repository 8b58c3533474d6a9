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
    var contract: ContractTerms {
        let economics = ContractTerms(lossFactor: policy.economics.lossFactor, adder: policy.economics.adder)
        guard !settlement.contracts.entries.isEmpty else { return economics }
        return settlement.contracts.value(in: page.interval) ?? economics
    }

    /// One row a group, and one of the meter.
    var rows: [SettledInterval] {
        var energies = page.energies
        if let metered = facts.usage ?? page.metered {
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
    var meteredCurtailment: Energy? { nil }

    /// The lines of money, in the order in which they are recorded.
    func claims(_ groups: inout GroupTerms) -> [Claim] {
        let contract = contract
        var claims: [Claim] = []
        if let price {
            let terms = groups.terms(
                policy: policy, number: page.policyNumber, hashprice: page.hashprice, contract: contract)
            for energy in page.energies {
                guard let own = terms[energy.group] else { continue }
                claims += (try? own.claims(for: energy, at: price.price)) ?? []
            }
        }
        return claims
    }
}
