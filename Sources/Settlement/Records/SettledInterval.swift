package import GridUnits
package import SiteRecord

/// The energy of one group, or of the meter, in one interval, with the price it is settled at.
package struct SettledInterval: Hashable, Sendable {
    package let energy: IntervalEnergy
    /// Nil where none was published and none could be rebuilt; the interval then earns nothing and is a gap.
    package let price: EnergyPrice?
    package let priceSource: ClaimBasis.PriceSource

    package init(
        energy: IntervalEnergy, price: EnergyPrice?, priceSource: ClaimBasis.PriceSource = .published
    ) {
        self.energy = energy
        self.price = price
        self.priceSource = priceSource
    }

    /// The key that tells it from the other rows of its interval.
    package var key: Key { Key(group: energy.group, isShadow: energy.isShadow) }

    package struct Key: Hashable, Sendable {
        package let group: String
        package let isShadow: Bool
    }
}

extension SettledInterval: FieldRecord, LedgerContent {
    package static let kind = "interval"

    package static let fields = Fields(
        SettledInterval.init(energy:price:priceSource:), Field("energy") { $0.energy },
        Field("price_uusd_mwh") { $0.price },
        Field("price_source", unless: .published) { $0.priceSource })

    package var settled: SettledSubject? { SettledSubject(energy.interval, group: energy.group) }
}

extension Claim {
    /// The key that tells a claim from the others of its interval; a later claim of the same key replaces it.
    package struct Key: Hashable, Sendable {
        package let group: String
        package let kind: Claim.Kind
        package let program: String
        package let isShadow: Bool
    }

    package var key: Key { Key(group: group, kind: kind, program: program, isShadow: isShadow) }

    /// The same claim with nothing in it: what a later version says of a claim that no longer stands.
    package var withdrawn: Claim {
        Claim(
            interval: interval, group: group, kind: kind, program: program, energy: .zero, rate: .zero,
            amount: .zero, isEstimate: isEstimate, isShadow: isShadow)
    }
}
