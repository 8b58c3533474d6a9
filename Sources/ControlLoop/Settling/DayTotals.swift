package import GridUnits
package import Settlement

/// Sums of one operating day.
package struct DayTotals: Hashable, Sendable {
    package var day: CalendarDate?
    package var curtailed: Energy = .zero
    package var energyAvoided: Money = .zero
    /// A cost, as a positive number.
    package var lostHash: Money = .zero
    /// A cost, as a positive number.
    package var restartCost: Money = .zero

    package init() {}

    package var net: Money { energyAvoided - lostHash - restartCost }

    package mutating func add(_ claim: Claim) { add(claim.amount, of: claim.kind) }

    /// Takes back a claim that a corrected price replaces.
    package mutating func remove(_ claim: Claim) { add(-claim.amount, of: claim.kind) }

    private mutating func add(_ amount: Money, of kind: Claim.Kind) {
        switch kind {
        case .energyAvoided: energyAvoided += amount
        case .lostHash: lostHash -= amount
        case .restartCost: restartCost -= amount
        }
    }
}
