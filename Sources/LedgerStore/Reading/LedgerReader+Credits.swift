import GRDB
package import GridUnits
package import Settlement

/// How credits are summed.
package enum CreditPeriod: String, Hashable, Sendable, CaseIterable {
    case interval, day, month, program
}

/// The money of one interval, operating day, month or program.
package struct LedgerCredit: Hashable, Sendable {
    /// Start of the interval in UTC, `2026-07-22`, `2026-07`, or the program's name.
    package let label: String
    /// Sums of amounts by kind; a kind without a claim is missing.
    package let amounts: [Claim.Kind: Money]
    package let curtailed: Energy
    /// True when any claim in it is an estimate.
    package let isEstimate: Bool
    /// True when the claims say what would have been; never mixed with those that were.
    package let isShadow: Bool

    package var net: Money { amounts.values.reduce(.zero, +) }
}

extension LedgerReader {
    /// Sums the newest version of every claim between two operating days, both included.
    ///
    /// A claim's program is the first program of the event that stood in its interval; the claims themselves
    /// name none. `none` stands for an interval without an event.
    ///
    /// - Parameters:
    ///   - from: first operating day; nil for the first there is.
    ///   - through: last operating day; nil for the last there is.
    ///   - period: what shares a line.
    /// - Returns: in order of the labels, shadow after real.
    /// - Throws: GRDB's error when the file cannot be read.
    package func credits(
        from: CalendarDate? = nil, through: CalendarDate? = nil, by period: CreditPeriod
    ) throws -> [LedgerCredit] {
        let sql = """
            SELECT \(Self.label(of: period)) AS label, is_shadow, kind, sum(amount) AS amount,
                sum(energy_microwatt_seconds / 1000000000) AS energy_high,
                sum(energy_microwatt_seconds % 1000000000) AS energy_low, max(is_estimate) AS is_estimate
            FROM (
                SELECT start_utc, operating_day, kind, estimate AS is_estimate, shadow AS is_shadow,
                    amount_microdollars AS amount, energy_microwatt_seconds
                FROM claims AS row
                WHERE (?1 IS NULL OR operating_day >= ?1) AND (?2 IS NULL OR operating_day <= ?2)
                    AND \(Projection.claims.isNewest()))
            GROUP BY label, is_shadow, kind ORDER BY label, is_shadow, kind
            """
        let rows = try queue.read { database in
            try Row.fetchAll(database, sql: sql, arguments: [from?.description, through?.description])
        }
        var credits: [LedgerCredit] = []
        for row in rows {
            let line = try LedgerCredit(row)
            if let last = credits.last, last.label == line.label, last.isShadow == line.isShadow {
                credits[credits.count - 1] = last.merged(with: line)
            } else {
                credits.append(line)
            }
        }
        return credits
    }

    private static func label(of period: CreditPeriod) -> String {
        switch period {
        case .interval: "start_utc"
        case .day: "operating_day"
        case .month: "substr(operating_day, 1, 7)"
        case .program:
            """
            coalesce((SELECT substr(programs || ',', 1, instr(programs || ',', ',') - 1) FROM events
                WHERE started_at_utc < strftime('%Y-%m-%dT%H:%M:%fZ', start_utc, '+15 minutes')
                    AND (ended_at_utc IS NULL OR ended_at_utc > start_utc)
                ORDER BY started_at_utc LIMIT 1), 'none')
            """
        }
    }
}

extension LedgerCredit {
    /// - Throws: GRDB's error where a damaged file holds what its table forbids.
    fileprivate init(_ row: Row) throws {
        let high: Int64 = try row.decode(forColumn: "energy_high")
        let low: Int64 = try row.decode(forColumn: "energy_low")
        let kind = Claim.Kind(rawValue: try row.decode(forColumn: "kind"))
        let amount = Money(microdollars: try row.decode(forColumn: "amount"))
        self.init(
            label: try row.decode(forColumn: "label"), amounts: kind.map { [$0: amount] } ?? [:],
            // Energy avoided and hashrate lost are two claims on one curtailed energy: it is counted once.
            curtailed: kind == .energyAvoided
                ? Energy(microwattSeconds: Int128(high) * 1_000_000_000 + Int128(low)) : .zero,
            isEstimate: try row.decode(forColumn: "is_estimate"),
            isShadow: try row.decode(forColumn: "is_shadow"))
    }

    fileprivate func merged(with other: LedgerCredit) -> LedgerCredit {
        LedgerCredit(
            label: label, amounts: amounts.merging(other.amounts) { $0 + $1 },
            curtailed: curtailed + other.curtailed, isEstimate: isEstimate || other.isEstimate,
            isShadow: isShadow)
    }
}
