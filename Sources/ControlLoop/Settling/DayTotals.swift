package import GridUnits
package import Settlement

/// Sums of one operating day.
package struct DayTotals: Hashable, Sendable {
    package var day: CalendarDate?
    package var curtailed: Energy = .zero
    package private(set) var claims = ClaimTotals()

    package init() {}

    package var net: Money { claims.net }

    package mutating func add(_ claim: Claim) { add(claim.amount, of: claim.kind) }

    /// Takes back a claim that a corrected price replaces.
    package mutating func remove(_ claim: Claim) { add(-claim.amount, of: claim.kind) }

    /// Adds an amount of a kind; one that no longer fits is left out, which a day of a site cannot reach.
    package mutating func add(_ amount: Money, of kind: Claim.Kind) { try? claims.add(amount, of: kind) }
}
