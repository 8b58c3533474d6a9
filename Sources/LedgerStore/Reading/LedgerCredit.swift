package import GridUnits
package import Settlement

/// How credits are summed.
package enum CreditGrouping: String, Hashable, Sendable, CaseIterable {
    case interval, hour, day, month, year, program, group, claim, event
}

/// The money of one interval, operating day, program, group or whatever else shares a line.
package struct LedgerCredit: Hashable, Sendable {
    /// Start of the interval or hour in UTC, `2026-07-22`, `2026-07`, `2026`, a name, or an event's number.
    package let label: String
    /// Sums of amounts by the ledger's word for the kind; a kind without a claim is missing.
    package private(set) var claims: [String: Money] = [:]
    /// The part that curtailment earned; the rest of ``net`` is paid whether or not anything was curtailed.
    package private(set) var incremental = Money.zero
    /// The energies of the claims by the ledger's word for the kind; several kinds are claims on one energy.
    private var energies: [String: Energy] = [:]
    /// How far the net may be off at most because its energy is read from units; zero where nothing is said.
    ///
    /// What energy avoided and hash lost are off by hangs on one energy, and so offsets: within an interval and group
    /// it is their difference.
    package internal(set) var uncertainty = Money.zero
    /// True when any claim in it is an estimate.
    package private(set) var isEstimate = false
    /// True when the claims say what would have been; never mixed with those that were.
    package let isShadow: Bool

    init(label: String, isShadow: Bool) {
        self.label = label
        self.isShadow = isShadow
    }

    /// The money of the line without what is contingent, which ``contingent`` holds.
    package var net: Money {
        claims.reduce(.zero) { Claim.Kind(rawValue: $1.key)?.isContingent == true ? $0 : $0 + $1.value }
    }

    /// The amount that may still come to nothing.
    package var contingent: Money {
        claims.reduce(.zero) { Claim.Kind(rawValue: $1.key)?.isContingent == true ? $0 + $1.value : $0 }
    }

    /// The sums of the kinds that this build knows.
    package var amounts: [Claim.Kind: Money] {
        claims.reduce(into: [:]) { amounts, sum in
            if let kind = Claim.Kind(rawValue: sum.key) { amounts[kind] = sum.value }
        }
    }

    /// The words for the kinds, in the order of `Claim.Kind`, unknown ones last.
    package var kinds: [String] {
        let known = Claim.Kind.allCases.map(\.rawValue).filter { claims[$0] != nil }
        return known + claims.keys.filter { !known.contains($0) }.sorted()
    }

    mutating func add(_ sum: ClaimSum) {
        claims[sum.kind, default: .zero] += sum.amount
        if let kind = Claim.Kind(rawValue: sum.kind), kind.isIncremental, !kind.isContingent {
            incremental += sum.amount
        }
        isEstimate = isEstimate || sum.isEstimate
        energies[sum.kind, default: .zero] += sum.energy
    }

    /// The curtailed energy, counted once; of a line of one kind of claim, the energy that this kind is for.
    package var curtailed: Energy {
        if let whole = energies[Claim.Kind.ofCurtailedEnergy.rawValue] { return whole }
        return energies.reduce(.zero) {
            Claim.Kind(rawValue: $1.key)?.claimsEnergy == true ? $0 + $1.value : $0
        }
    }
}

extension LedgerCredit {
    /// The sum of the lines that were, or of those that would have been; the two are never added.
    ///
    /// - Parameters:
    ///   - lines: of one query, so that none counts a claim that another counts. By kind of claim their uncertainties
    ///     add up to too much, because those of one energy offset.
    ///   - isShadow: which of them.
    /// - Returns: a line labelled `total`, without claims where there is none.
    package static func total(_ lines: [LedgerCredit], isShadow: Bool = false) -> LedgerCredit {
        var total = LedgerCredit(label: "total", isShadow: isShadow)
        for line in lines where line.isShadow == isShadow {
            total.claims.merge(line.claims, uniquingKeysWith: +)
            total.incremental += line.incremental
            total.energies.merge(line.energies, uniquingKeysWith: +)
            total.uncertainty += line.uncertainty
            total.isEstimate = total.isEstimate || line.isEstimate
        }
        return total
    }
}
