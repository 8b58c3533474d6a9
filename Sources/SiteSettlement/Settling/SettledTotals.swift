package import GridUnits
package import Settlement

/// Sums over intervals that are settled at a price; what was only shadow takes no part.
package struct SettledTotals: Hashable, Sendable {
    package private(set) var intervals = 0
    package private(set) var baseline = Energy.zero
    package private(set) var consumed = Energy.zero
    package private(set) var curtailed = Energy.zero
    package private(set) var claims = ClaimTotals()

    package init() {}

    package var net: Money { claims.net }

    /// Adds an amount that is summed already.
    ///
    /// - Throws: `AmountOutOfRange` when a sum does not fit.
    package mutating func add(_ amount: Money, of kind: Claim.Kind) throws(AmountOutOfRange) {
        try claims.add(amount, of: kind)
    }

    /// Adds energy that is summed already.
    package mutating func add(curtailed energy: Energy) { curtailed += energy }

    /// Puts what an interval is settled to in the place of what it was settled to before.
    ///
    /// - Throws: `AmountOutOfRange` when a sum does not fit.
    mutating func replace(_ before: SettlementPage, by after: SettlementPage) throws(AmountOutOfRange) {
        try add(before, sign: -1)
        try add(after, sign: 1)
    }

    private mutating func add(_ page: SettlementPage, sign: Int) throws(AmountOutOfRange) {
        guard page.isPriced else { return }
        intervals += sign
        for row in page.rows where !row.energy.isShadow && row.energy.group != IntervalEnergy.meterName {
            if sign > 0 {
                baseline += row.energy.baseline
                consumed += row.energy.consumed
                curtailed += row.energy.curtailed
            } else {
                baseline = baseline - row.energy.baseline
                consumed = consumed - row.energy.consumed
                curtailed = curtailed - row.energy.curtailed
            }
        }
        for claim in page.claims where !claim.isShadow {
            if sign > 0 { try claims.add(claim) } else { try claims.remove(claim) }
        }
    }
}

/// Sums of one operating day.
package struct DayTotals: Hashable, Sendable {
    package var day: CalendarDate?
    package var totals = SettledTotals()

    package init(day: CalendarDate? = nil) { self.day = day }

    package var net: Money { totals.net }
}
