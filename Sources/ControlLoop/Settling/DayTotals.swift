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

    package mutating func add(_ claim: Claim) {
        switch claim.kind {
        case .energyAvoided: energyAvoided += claim.amount
        case .lostHash: lostHash -= claim.amount
        case .restartCost: restartCost -= claim.amount
        }
    }
}
