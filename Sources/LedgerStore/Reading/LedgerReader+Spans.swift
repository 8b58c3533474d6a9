import GRDB
package import GridUnits
import Settlement

/// The sums of a span's settled intervals.
package struct LedgerSettlement: Hashable, Sendable {
    /// The energy that the money is for: by the meter where that says how much it was, else by the units.
    package let curtailed: Energy
    /// Without what is contingent.
    package let net: Money
}

extension LedgerReader {
    /// Sums the newest versions of the settled intervals that a span touches.
    ///
    /// - Parameters:
    ///   - start: inclusive; the interval it lies in counts whole.
    ///   - end: exclusive; the interval it lies in counts whole.
    ///   - isShadow: whether to sum what would have been instead of what was.
    /// - Returns: nil while none of the intervals is settled.
    /// - Throws: GRDB's error when the file cannot be read.
    package func settlement(
        from start: UTCInstant, until end: UTCInstant, isShadow: Bool
    ) throws -> LedgerSettlement? {
        let arguments: StatementArguments = [
            SettlementInterval(containing: start).start.milliseconds, end.milliseconds, isShadow,
        ]
        let whole = Claim.Kind.ofCurtailedEnergy.rawValue
        let contingent = Claim.Kind.list(where: \.isContingent)
        return try queue.read { database in
            let isSettled = try Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM intervals AS row WHERE start_utc >= ?1 AND start_utc < ?2
                        AND shadow = ?3 AND price_microdollars_per_mwh IS NOT NULL
                        AND \(SettledInterval.table.layout.isNewest()))
                    """,
                arguments: arguments)
            let sums = try Row.fetchOne(
                database,
                sql: """
                    SELECT sum(energy_microwatt_seconds / 1000000000 * (kind = '\(whole)')),
                        sum(energy_microwatt_seconds % 1000000000 * (kind = '\(whole)')),
                        sum(amount_microdollars * (kind NOT IN (\(contingent))))
                    FROM claims AS row WHERE start_utc >= ?1 AND start_utc < ?2 AND shadow = ?3
                        AND \(Claim.table.layout.isNewest())
                    """,
                arguments: arguments)
            guard isSettled == true, let sums else { return nil }
            let high: Int64 = sums[0] ?? 0
            let low: Int64 = sums[1] ?? 0
            return LedgerSettlement(
                curtailed: Energy(microwattSeconds: Int128(high) * 1_000_000_000 + Int128(low)),
                net: Money(microdollars: sums[2] ?? 0))
        }
    }
}
