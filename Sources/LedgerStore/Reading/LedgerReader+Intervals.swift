import GRDB
package import GridUnits
import Settlement

/// The energy of the site in one settled interval, which its money is for.
///
/// The meter says what was drawn where it counted; else the units and the fixed load do, all together. What was
/// curtailed is what the claims are for, by whichever of the two they were measured.
package struct LedgerInterval: Hashable, Sendable {
    /// The quarter of an hour that is settled.
    package let interval: SettlementInterval
    /// Nil where none is known; the interval then earns nothing and is in no sum.
    package let price: EnergyPrice?
    /// Where the price comes from, by the ledger's word: `published`, `rebuilt`.
    package let priceSource: String
    /// Energy drawn.
    package let consumed: Energy
    /// Energy not drawn by our order.
    package let curtailed: Energy
    /// How the two energies are known, by the ledger's words: `metered`, `confirmed`, `simulated`.
    package let evidence: Set<String>
    /// Whether nothing was commanded: the energy that would have been.
    package let isShadow: Bool

    /// Energy that would have been drawn without curtailment.
    package var baseline: Energy { consumed + curtailed }

    /// Whether the meter says both what was drawn and what was curtailed, if anything was.
    package var isMetered: Bool { evidence == ["metered"] }
}

/// The worth of a megawatt-hour of one group to the owner in an interval in which it was curtailed.
package struct LedgerRate: Hashable, Sendable {
    /// The quarter of an hour in which it was curtailed.
    package let interval: SettlementInterval
    /// The group's name.
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
            SELECT drawn.*, curtailed_high, curtailed_low, is_read
            FROM (\(Self.drawn)) AS drawn LEFT JOIN (\(Self.curtailed)) AS curtailed
                ON curtailed.start_utc = drawn.start_utc AND curtailed.shadow = drawn.shadow
            ORDER BY drawn.start_utc, drawn.shadow
            """, from: from, through: through)
        return rows.compactMap(LedgerInterval.init)
    }

    /// The energy drawn in each interval: by the meter, and by all the other rows together.
    private static let drawn = """
        SELECT start_utc, shadow, max(price_microdollars_per_mwh) AS price, max(price_source) AS price_source,
            sum(is_meter) AS has_meter,
            sum(CASE WHEN is_meter THEN consumed_microwatt_seconds / 1000000000 END) AS metered_high,
            sum(CASE WHEN is_meter THEN consumed_microwatt_seconds % 1000000000 END) AS metered_low,
            sum(CASE WHEN is_meter THEN 0 ELSE consumed_microwatt_seconds / 1000000000 END) AS read_high,
            sum(CASE WHEN is_meter THEN 0 ELSE consumed_microwatt_seconds % 1000000000 END) AS read_low,
            group_concat(DISTINCT CASE WHEN NOT is_meter THEN evidence END) AS evidence
        FROM (SELECT *, group_name = '\(IntervalEnergy.meterName)' AS is_meter
            FROM \(SettledInterval.table.layout.rows()) AND start_utc >= ?1 AND start_utc < ?2)
        GROUP BY start_utc, shadow
        """

    /// The energy that each interval's claims are for, and whether any of it was read from units.
    private static let curtailed = """
        SELECT start_utc, shadow, sum(energy_microwatt_seconds / 1000000000) AS curtailed_high,
            sum(energy_microwatt_seconds % 1000000000) AS curtailed_low,
            max(method = '\(BaselineMethod.readings.rawValue)' AND energy_microwatt_seconds <> 0) AS is_read
        FROM \(Claim.table.layout.rows()) AND start_utc >= ?1 AND start_utc < ?2
            AND kind = '\(Claim.Kind.ofCurtailedEnergy.rawValue)'
        GROUP BY start_utc, shadow
        """

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
            SELECT start_utc, group_name, max(rate_usd) AS rate FROM \(Claim.table.layout.rows())
                AND start_utc >= ?1 AND start_utc < ?2 AND kind = '\(Claim.Kind.ofCurtailedEnergy.rawValue)'
            GROUP BY start_utc, group_name ORDER BY start_utc, group_name
            """, from: from, through: through)
        return rows.compactMap { row in
            guard let start = UTCInstant(rfc3339: row["start_utc"] as String),
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
        guard let start = UTCInstant(rfc3339: row["start_utc"] as String) else { return nil }
        let hasMeter: Bool = row["has_meter"]
        let isRead: Bool = row["is_read"] ?? false
        let words = (row["evidence"] as String?)?.split(separator: ",").map(String.init) ?? []
        var evidence = hasMeter && !isRead ? [] : Set(words)
        if hasMeter { evidence.insert(IntervalEnergy.Evidence.metered.rawValue) }
        self.init(
            interval: SettlementInterval(containing: start),
            price: (row["price"] as Int64?).map(EnergyPrice.init(stored:)), priceSource: row["price_source"],
            consumed: Energy(row, hasMeter ? "metered" : "read"), curtailed: Energy(row, "curtailed"),
            evidence: evidence, isShadow: row["shadow"])
    }
}
