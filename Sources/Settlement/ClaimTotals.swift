package import GridUnits

/// Claims added up by kind; what was rounded for each claim is not rounded again.
package struct ClaimTotals: Hashable, Sendable {
    package private(set) var energyAvoided = Money.zero
    /// As a cost: positive where hashrate was not sold.
    package private(set) var lostHash = Money.zero
    /// As a cost: positive where anything was restarted.
    package private(set) var restartCost = Money.zero
    /// The benefit against never curtailing.
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
        let sum = try net.adding(claim.amount)
        switch claim.kind {
        case .energyAvoided: energyAvoided = try energyAvoided.adding(claim.amount)
        case .lostHash: lostHash = try lostHash.adding(-claim.amount)
        case .restartCost: restartCost = try restartCost.adding(-claim.amount)
        }
        net = sum
    }

    /// The sum of one kind as the claims carry it: positive is to the site.
    package func amount(of kind: Claim.Kind) -> Money {
        switch kind {
        case .energyAvoided: energyAvoided
        case .lostHash: -lostHash
        case .restartCost: -restartCost
        }
    }
}
