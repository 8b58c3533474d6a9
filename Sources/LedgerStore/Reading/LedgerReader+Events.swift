package import GridMarket
import SiteRecord
import Settlement
package import CurtailmentEngine
import GRDB
package import GridUnits

/// A curtailment event as last recorded.
package struct LedgerEvent: Hashable, Sendable {
    /// The event in its newest state.
    package let event: CurtailmentEvent
    /// The row of its newest state.
    package let sequence: Int64
    /// When that state was recorded.
    package let recordedAt: UTCInstant
}

/// A decision and where it stands.
package struct LedgerDecision: Hashable, Sendable {
    /// The decision itself.
    package let decision: Decision
    /// Its row in the chain.
    package let sequence: Int64
}

extension LedgerReader {
    /// Curtailment events, newest last.
    ///
    /// - Parameters:
    ///   - since: events that had not ended before this.
    ///   - until: events that had begun before this.
    ///   - program: events that this program held load down in.
    ///   - limit: at most so many, the newest.
    /// - Returns: each event in its newest state.
    /// - Throws: GRDB's error when the file cannot be read, `CanonicalFailure` when a row is no event.
    package func events(
        since: UTCInstant? = nil, until: UTCInstant? = nil, program: Program? = nil, limit: Int = 1_000
    ) throws -> [LedgerEvent] {
        try queue.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT kind, CAST(body AS BLOB) AS body, seq FROM events JOIN chain ON seq = chain_seq
                    WHERE (?1 IS NULL OR ended_at_utc IS NULL OR ended_at_utc >= ?1)
                        AND (?2 IS NULL OR started_at_utc < ?2)
                        AND (?3 IS NULL OR instr(',' || programs || ',', ',' || ?3 || ',') > 0)
                    ORDER BY started_at_utc DESC, id DESC LIMIT ?4
                    """,
                arguments: [since?.milliseconds, until?.milliseconds, program?.rawValue, limit])
            return try rows.reversed().compactMap(Self.event)
        }
    }

    /// One event; nil when there is none of this number.
    package func event(_ id: Int64) throws -> LedgerEvent? {
        try queue.read { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT kind, CAST(body AS BLOB) AS body, seq FROM events JOIN chain ON seq = chain_seq
                    WHERE id = ?
                    """,
                arguments: [id]
            ).flatMap(Self.event)
        }
    }

    /// The first decisions of an event, oldest first.
    package func decisions(ofEvent id: Int64, limit: Int = 1_000) throws -> [LedgerDecision] {
        try decisions(
            "WHERE event_id = ?1 ORDER BY chain_seq LIMIT ?2", [id, limit])
    }

    /// The decision in force at an instant: the last one made by then.
    package func decision(inForceAt instant: UTCInstant) throws -> LedgerDecision? {
        try decisions(
            "WHERE at_utc <= ?1 ORDER BY at_utc DESC, chain_seq DESC LIMIT 8", [instant.milliseconds]
        ).first { $0.decision.at <= instant }
    }

    /// Decisions of a span, oldest first.
    package func decisions(
        from start: UTCInstant, until end: UTCInstant, limit: Int = 1_000
    ) throws -> [LedgerDecision] {
        try decisions(
            "WHERE at_utc >= ?1 AND at_utc < ?2 ORDER BY chain_seq LIMIT ?3",
            [start.milliseconds, end.milliseconds, limit])
    }

    /// The newest decision of one number.
    package func decision(_ id: Int64) throws -> LedgerDecision? {
        try decisions("WHERE id = ?1 ORDER BY chain_seq DESC LIMIT 1", [id]).first
    }

    private func decisions(_ condition: String, _ arguments: StatementArguments) throws -> [LedgerDecision] {
        try queue.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT kind, CAST(body AS BLOB) AS body, seq
                    FROM (SELECT * FROM decisions \(condition)) JOIN chain ON seq = chain_seq
                    """,
                arguments: arguments)
            return try rows.compactMap { row in
                guard case .record(.decision(let decision)) = try LedgerQueries.entry(row).content else {
                    return nil
                }
                return LedgerDecision(decision: decision, sequence: row["seq"])
            }
        }
    }

    private static func event(_ row: Row) throws -> LedgerEvent? {
        guard case .record(.event(let event, let at)) = try LedgerQueries.entry(row).content else {
            return nil
        }
        return LedgerEvent(event: event, sequence: row["seq"], recordedAt: at)
    }
}
