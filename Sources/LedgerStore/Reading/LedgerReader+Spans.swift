import GRDB
package import GridUnits

/// What the settled intervals of a span say together.
package struct LedgerSettlement: Hashable, Sendable {
    package let curtailed: Energy
    package let net: Money
    /// True when any of it does not come from the meter.
    package let isEstimate: Bool
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
        return try queue.read { database in
            let energies = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*), sum(curtailed_microwatt_seconds / 1000000000),
                        sum(curtailed_microwatt_seconds % 1000000000), max(evidence <> 'metered')
                    FROM intervals AS row WHERE start_utc >= ?1 AND start_utc < ?2 AND shadow = ?3
                        AND price_microdollars_per_mwh IS NOT NULL AND group_name <> '(meter)'
                        AND \(Projection.intervals.isNewest())
                    """,
                arguments: arguments)
            guard let energies, energies[0] as Int64 > 0 else { return nil }
            let amount = try Int64.fetchOne(
                database,
                sql: """
                    SELECT sum(amount_microdollars) FROM claims AS row
                    WHERE start_utc >= ?1 AND start_utc < ?2 AND shadow = ?3
                        AND \(Projection.claims.isNewest())
                    """,
                arguments: arguments)
            let high: Int64 = energies[1]
            let low: Int64 = energies[2]
            return LedgerSettlement(
                curtailed: Energy(microwattSeconds: Int128(high) * 1_000_000_000 + Int128(low)),
                net: Money(microdollars: amount ?? 0), isEstimate: energies[3])
        }
    }
}
