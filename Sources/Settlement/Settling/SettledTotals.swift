package import GridUnits

/// Sums over intervals that are settled at a price; what was only shadow takes no part.
package struct SettledTotals: Hashable, Sendable {
    /// How many intervals were settled at a price.
    package private(set) var intervals = 0
    /// How many of them have a meter that was not believed, so that units were read instead.
    package private(set) var doubted = 0
    /// The energy drawn: by the meter where it counted, else by readings.
    package private(set) var consumed = Energy.zero
    /// The energy not drawn by our order, which the claims are for.
    package private(set) var curtailed = Energy.zero
    /// The money by kinds of claim.
    package private(set) var claims = ClaimTotals()

    package init() {}

    /// The energy that would have been drawn.
    package var baseline: Energy { consumed + curtailed }

    /// All claims with their signs, without contingent ones.
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
        if page.basis?.meterGap?.isFault == true { doubted += sign }
        let energy = page.settledEnergy
        if sign > 0 {
            consumed += energy.consumed
            curtailed += energy.curtailed
        } else {
            consumed = consumed - energy.consumed
            curtailed = curtailed - energy.curtailed
        }
        for claim in page.claims where !claim.isShadow {
            if sign > 0 { try claims.add(claim) } else { try claims.remove(claim) }
        }
    }
}

extension SettlementPage {
    /// The energies that the money is for: drawn by the meter where it counted, curtailed as it is claimed.
    fileprivate var settledEnergy: (consumed: Energy, curtailed: Energy) {
        var metered: Energy?
        var read = Energy.zero
        for energy in rows.lazy.map(\.energy) where !energy.isShadow {
            if energy.group == IntervalEnergy.meterName {
                metered = energy.consumed
            } else {
                read += energy.consumed
            }
        }
        var curtailed = Energy.zero
        for claim in claims where claim.kind == .ofCurtailedEnergy && !claim.isShadow {
            curtailed += claim.energy
        }
        return (metered ?? read, curtailed)
    }
}

/// Sums of one operating day.
package struct DayTotals: Hashable, Sendable {
    /// The operating day; nil before the first interval.
    package var day: CalendarDate?
    /// Its sums so far.
    package var totals = SettledTotals()

    package init(day: CalendarDate? = nil) { self.day = day }

    /// All claims of the day with their signs, without contingent ones.
    package var net: Money { totals.net }
}
