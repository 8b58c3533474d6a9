package import GridUnits
package import SiteRecord

/// The energy of one group, or of the meter, in one interval, with the price it is settled at.
package struct SettledInterval: Hashable, Sendable {
    /// The energy itself.
    package let energy: IntervalEnergy
    /// Nil where none was published and none could be rebuilt; the interval then earns nothing and is a gap.
    package let price: EnergyPrice?
    /// Where the price comes from.
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

    /// The key of an interval's row beside the interval.
    package struct Key: Hashable, Sendable {
        /// The group, or the name that stands for fixed load or the meter.
        package let group: String
        /// Whether the row is of what would have been.
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
        /// The group, or the name that stands for the site.
        package let group: String
        /// The type of claim.
        package let kind: Claim.Kind
        /// The program; empty where none is named.
        package let program: String
        /// Whether the claim is of what would have been.
        package let isShadow: Bool
    }

    /// The key of the claim beside its interval.
    package var key: Key { Key(group: group, kind: kind, program: program, isShadow: isShadow) }

    /// The same claim with nothing in it: what a later version says of a claim that no longer stands.
    package var withdrawn: Claim {
        Claim(
            interval: interval, group: group, kind: kind, program: program, energy: .zero, rate: .zero,
            amount: .zero, isEstimate: isEstimate, isShadow: isShadow)
    }
}
