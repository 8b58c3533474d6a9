import GRDB
package import GridUnits

/// What the site did in one settled interval, over all its groups and fixed load.
package struct LedgerInterval: Hashable, Sendable {
    package let interval: SettlementInterval
    /// Nil where none is known; the interval then earns nothing and is in no sum.
    package let price: EnergyPrice?
    /// Where the price comes from, by the ledger's word: `published`, `rebuilt`.
    package let priceSource: String
    package let consumed: Energy
    package let curtailed: Energy
    /// How the consumption is known, by the ledger's words: `metered`, `confirmed`, `simulated`.
    package let evidence: Set<String>
    package let isShadow: Bool

    package var baseline: Energy { consumed + curtailed }

    package var isMetered: Bool { evidence == ["metered"] }
}

/// What a megawatt-hour of one group was worth to the owner in an interval in which it was curtailed.
package struct LedgerRate: Hashable, Sendable {
    package let interval: SettlementInterval
    package let group: String
    /// As the claim of lost hash has it, rounded to the microdollar.
    package let breakEven: EnergyPrice
}

extension LedgerReader {
    /// The newest versions of the settled intervals of some operating days, in order, shadow after real.
    ///
    /// - Parameters:
    ///   - from: first operating day.
    ///   - through: last operating day, included.
    /// - Returns: one for each interval, not for each group.
    /// - Throws: GRDB's error when the file cannot be read.
    package func intervals(from: CalendarDate, through: CalendarDate) throws -> [LedgerInterval] {
        let rows = try rows(
            """
            SELECT interval_start_utc, is_shadow, max(price_usd_per_mwh) AS price, max(price_source) AS price_source,
                sum(consumed_microwatt_seconds / 1000000000) AS consumed_high,
                sum(consumed_microwatt_seconds % 1000000000) AS consumed_low,
                sum(curtailed_microwatt_seconds / 1000000000) AS curtailed_high,
                sum(curtailed_microwatt_seconds % 1000000000) AS curtailed_low,
                group_concat(DISTINCT evidence) AS evidence
            FROM v_intervals WHERE interval_start_utc >= ?1 AND interval_start_utc < ?2
            GROUP BY interval_start_utc, is_shadow ORDER BY interval_start_utc, is_shadow
            """, from: from, through: through)
        return rows.compactMap(LedgerInterval.init)
    }

    /// The break-evens that lost hash was settled at, in order.
    ///
    /// - Parameters:
    ///   - from: first operating day.
    ///   - through: last operating day, included.
    /// - Returns: one for each interval and group in which anything was curtailed.
    /// - Throws: GRDB's error when the file cannot be read.
    package func breakEvens(from: CalendarDate, through: CalendarDate) throws -> [LedgerRate] {
        let rows = try rows(
            """
            SELECT interval_start_utc, group_name, max(rate_usd_per_mwh) AS rate FROM v_claims
            WHERE interval_start_utc >= ?1 AND interval_start_utc < ?2 AND kind = 'lostHash'
            GROUP BY interval_start_utc, group_name ORDER BY interval_start_utc, group_name
            """, from: from, through: through)
        return rows.compactMap { row in
            guard let start = UTCInstant(rfc3339: row["interval_start_utc"] as String),
                let rate = try? EnergyPrice(decimal: row["rate"] as String? ?? "")
            else { return nil }
            return LedgerRate(
                interval: SettlementInterval(containing: start), group: row["group_name"], breakEven: rate)
        }
    }

    private func rows(_ sql: String, from: CalendarDate, through: CalendarDate) throws -> [Row] {
        let zone = MarketTimeZone.centralPrevailing
        let start = zone.startOfDay(from).milliseconds
        let end = zone.startOfDay(through.advanced(byDays: 1)).milliseconds
        return try queue.read { try Row.fetchAll($0, sql: sql, arguments: [start, end]) }
    }
}

extension LedgerInterval {
    /// Nil when the row's instant is not one.
    fileprivate init?(_ row: Row) {
        guard let start = UTCInstant(rfc3339: row["interval_start_utc"] as String) else { return nil }
        func energy(_ name: String) -> Energy {
            // In two halves, because the sum of many groups may exceed the 64 bits of SQLite's sum.
            let high: Int64 = row["\(name)_high"]
            let low: Int64 = row["\(name)_low"]
            return Energy(microwattSeconds: Int128(high) * 1_000_000_000 + Int128(low))
        }
        let evidence: String = row["evidence"]
        self.init(
            interval: SettlementInterval(containing: start),
            price: (row["price"] as String?).flatMap { try? EnergyPrice(decimal: $0) },
            priceSource: row["price_source"], consumed: energy("consumed"),
            curtailed: energy("curtailed"), evidence: Set(evidence.split(separator: ",").map(String.init)),
            isShadow: row["is_shadow"])
    }
}
