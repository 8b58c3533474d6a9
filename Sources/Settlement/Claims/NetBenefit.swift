package import GridUnits

/// What one interval brought against never curtailing, in columns of which each is a sum of rounded claims.
package struct NetBenefit: Hashable, Sendable {
    /// Avoided and resold energy; of one megawatt-hour it is one of them.
    package private(set) var energyValue = Money.zero
    /// Paid for standing ready, whether or not anything was curtailed.
    package private(set) var capacity = Money.zero
    /// What a day-ahead position brought.
    package private(set) var dayAheadPosition = Money.zero
    /// Hashrate not sold; negative.
    package private(set) var lostHash = Money.zero
    /// What waking the load cost; negative.
    package private(set) var restart = Money.zero
    /// What deviating cost; negative.
    package private(set) var penalties = Money.zero
    /// What next year's transmission charges may fall by; in no sum, because it may be nothing.
    package private(set) var contingent = Money.zero

    /// Sorts claims into columns.
    ///
    /// - Parameter claims: of one interval, or of as many as are to be added up.
    /// - Throws: `AmountOutOfRange` when a column does not fit.
    package init(of claims: some Sequence<Claim>) throws(AmountOutOfRange) {
        for claim in claims {
            let column: WritableKeyPath<NetBenefit, Money> =
                switch claim.kind {
                case .energyAvoided, .energyResold: \.energyValue
                case .asCapacityDAM, .asImbalanceRT, .ersCapacity: \.capacity
                case .dayAheadPosition: \.dayAheadPosition
                case .lostHash: \.lostHash
                case .restartCost: \.restart
                case .penalty: \.penalties
                case .transmission4CPContingent: \.contingent
                }
            self[keyPath: column] = try self[keyPath: column].adding(claim.amount)
        }
    }

    /// What is there because something was curtailed: energy value less lost hashrate and restarts.
    ///
    /// - Throws: `AmountOutOfRange` when the sum does not fit.
    package func incremental() throws(AmountOutOfRange) -> Money {
        try energyValue.adding(lostHash).adding(restart)
    }

    /// Everything that is certain: the incremental value, capacity, positions and penalties.
    ///
    /// - Throws: `AmountOutOfRange` when the sum does not fit.
    package func net() throws(AmountOutOfRange) -> Money {
        try incremental().adding(capacity).adding(dayAheadPosition).adding(penalties)
    }
}
