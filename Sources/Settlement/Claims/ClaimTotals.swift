package import GridUnits

/// Claims added up by kind; what was rounded for each claim is not rounded again.
package struct ClaimTotals: Hashable, Sendable {
    private var amounts: [Claim.Kind: Money] = [:]
    /// The benefit against never curtailing, capacity included, without what is contingent.
    package private(set) var net = Money.zero

    package init() {}

    /// Adds up claims.
    ///
    /// - Parameter claims: of any interval, group and kind.
    /// - Throws: `AmountOutOfRange` when a sum does not fit.
    package init(_ claims: some Sequence<Claim>) throws(AmountOutOfRange) {
        for claim in claims { try add(claim) }
    }

    /// Adds one claim.
    ///
    /// - Parameter claim: of any interval, group and kind.
    /// - Throws: `AmountOutOfRange` when a sum does not fit; then the totals are as they were.
    package mutating func add(_ claim: Claim) throws(AmountOutOfRange) {
        try add(claim.amount, of: claim.kind)
    }

    /// Takes back one claim that another replaces.
    ///
    /// - Parameter claim: added before.
    /// - Throws: `AmountOutOfRange` when a sum does not fit; then the totals are as they were.
    package mutating func remove(_ claim: Claim) throws(AmountOutOfRange) {
        try add(-claim.amount, of: claim.kind)
    }

    /// Adds an amount of a kind.
    ///
    /// - Throws: `AmountOutOfRange` when a sum does not fit; then the totals are as they were.
    package mutating func add(_ amount: Money, of kind: Claim.Kind) throws(AmountOutOfRange) {
        let sum = kind.isContingent ? net : try net.adding(amount)
        amounts[kind] = try self.amount(of: kind).adding(amount)
        net = sum
    }

    /// The sum of one kind as the claims carry it: positive is to the site.
    package func amount(of kind: Claim.Kind) -> Money { amounts[kind] ?? .zero }

    /// Energy not bought, at the price it settled at.
    package var energyAvoided: Money { amount(of: .energyAvoided) }
    /// As a cost: positive where hashrate was not sold.
    package var lostHash: Money { -amount(of: .lostHash) }
    /// As a cost: positive where anything was restarted.
    package var restartCost: Money { -amount(of: .restartCost) }

    /// The part of the net that curtailment earned; the rest is paid whether or not anything was curtailed.
    package var incremental: Money {
        Claim.Kind.allCases.filter { $0.isIncremental && !$0.isContingent }.reduce(.zero) {
            $0 + amount(of: $1)
        }
    }

    /// The kinds that have an amount, in the order of ``Claim/Kind``.
    package var kinds: [Claim.Kind] { Claim.Kind.allCases.filter { amount(of: $0) != .zero } }
}
