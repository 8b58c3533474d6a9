import CanonicalRecord
import CurtailmentEngine
import Foundation
import GRDB
import GridUnits
import Settlement
import SiteSettlement

/// What settlement knows of intervals, as the ledger holds it, inside one transaction.
struct LedgerPages: SettlementPages {
    private let database: Database

    init(_ database: Database) { self.database = database }

    /// The signal stands in the chain and among the facts already.
    mutating func note(_ stamped: StampedSignal) throws -> Range<UTCInstant>? {
        guard let span = IntervalFacts.span(of: stamped.signal) else { return nil }
        let subject = IntervalFacts.subject(of: stamped.signal)
        guard !subject.isEmpty else { return span }
        let before = try Row.fetchOne(
            database,
            sql: """
                SELECT start_utc, end_utc FROM facts WHERE kind = ? AND subject = ?
                ORDER BY chain_seq DESC LIMIT 1 OFFSET 1
                """,
            arguments: [stamped.signal.kind.rawValue, subject])
        guard let before, let start = UTCInstant(rfc3339: before[0] as String),
            let end = UTCInstant(rfc3339: before[1] as String)
        else { return span }
        return min(span.lowerBound, start)..<max(span.upperBound, end)
    }

    func facts(for interval: SettlementInterval) throws -> IntervalFacts {
        // A short signal that reaches into the interval cannot have begun long before it.
        let earliest = interval.start.advanced(byNanoseconds: -ProjectionRow.shortSpanNanoseconds)
        let statement = try database.cachedStatement(
            sql: """
                SELECT chain.kind AS kind, CAST(body AS BLOB) AS body, seq FROM (
                    SELECT chain_seq, kind, subject FROM facts
                    WHERE long = 0 AND start_utc >= ?1 AND start_utc < ?3 AND end_utc > ?2
                    UNION ALL
                    SELECT chain_seq, kind, subject FROM facts
                    WHERE long = 1 AND start_utc < ?3 AND end_utc > ?2
                ) AS found JOIN chain ON seq = chain_seq
                WHERE subject = '' OR NOT EXISTS (SELECT 1 FROM facts AS newer
                    WHERE newer.kind = found.kind AND newer.subject = found.subject
                        AND newer.subject <> '' AND newer.chain_seq > found.chain_seq)
                ORDER BY seq
                """)
        let rows = try Row.fetchCursor(
            statement,
            arguments: [earliest.milliseconds, interval.start.milliseconds, interval.end.milliseconds])
        var facts = IntervalFacts()
        while let row = try rows.next() {
            guard let signal = try Self.signal(of: LedgerQueries.entry(row)) else { continue }
            facts.take(signal, in: interval)
        }
        return facts
    }

    private static func signal(of entry: ChainEntry) -> GridSignal? {
        switch entry.content {
        case .record(.fact(let stamped, _)): stamped.signal
        case .record(.input(let input)):
            if case .signal(let stamped) = input.event { stamped.signal } else { nil }
        case .record, .gap: nil
        }
    }

    func page(of interval: SettlementInterval) throws -> SettlementPage? {
        let start = interval.start.milliseconds
        guard case .record(.basis(let basis, _))? = try newest(.bases, start).first else { return nil }
        var rows: [SettledInterval] = []
        for case .record(.interval(let row, _)) in try newest(.intervals, start) { rows.append(row) }
        var claims: [Claim] = []
        for case .record(.claim(let claim, _)) in try newest(.claims, start) { claims.append(claim) }
        return SettlementPage(basis: basis, rows: rows, claims: claims)
    }

    /// The newest version of every row of a table that an interval has, in the order in which they were recorded.
    private func newest(_ table: Projection, _ start: String) throws -> [ChainEntry.Content] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT chain.kind AS kind, CAST(body AS BLOB) AS body
                FROM \(table.rawValue) AS row JOIN chain ON seq = chain_seq
                WHERE start_utc = ? AND \(table.isNewest()) ORDER BY seq
                """)
        return try Row.fetchAll(statement, arguments: [start]).map { try LedgerQueries.entry($0).content }
    }

    func settledIntervals(from start: UTCInstant) throws -> [SettlementInterval] {
        try String.fetchAll(
            database, sql: "SELECT DISTINCT start_utc FROM bases WHERE start_utc >= ? ORDER BY start_utc",
            arguments: [SettlementInterval(containing: start).start.milliseconds]
        ).compactMap { UTCInstant(rfc3339: $0) }.map(SettlementInterval.init(containing:))
    }

    func meteredLoads(in span: Range<UTCInstant>) throws -> [IntervalLoad] {
        try newestBases("metered_microwatt_seconds", "IS NOT NULL", in: span).map { interval, stored in
            IntervalLoad(interval: interval, energy: Energy(microwattSeconds: Int128(stored)))
        }
    }

    func curtailedIntervals(in span: Range<UTCInstant>) throws -> [SettlementInterval] {
        try newestBases("curtailed", "= 1", in: span).map(\.interval)
    }

    private func newestBases(
        _ column: String, _ condition: String, in span: Range<UTCInstant>
    ) throws -> [(interval: SettlementInterval, stored: Int64)] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT start_utc, \(column) FROM bases AS row WHERE start_utc >= ? AND start_utc < ?
                    AND \(column) \(condition) AND \(Projection.bases.isNewest()) ORDER BY start_utc
                """)
        let first = SettlementInterval(containing: span.lowerBound).start
        let rows = try Row.fetchAll(statement, arguments: [first.milliseconds, span.upperBound.milliseconds])
        return rows.compactMap { row in
            UTCInstant(rfc3339: row[0] as String).map { (SettlementInterval(containing: $0), row[1]) }
        }
    }

    /// The chain holds the pages already.
    mutating func keep(_ page: SettlementPage) {}

    mutating func add(_ policy: PolicyRecord) {}

    func policy(_ number: Int64) throws -> PolicyRecord? {
        let body = try Data.fetchOne(
            database,
            sql: "SELECT CAST(body AS BLOB) FROM chain WHERE kind = 'policy' ORDER BY seq LIMIT 1 OFFSET ?",
            arguments: [number - 1])
        return try body.map { try PolicyRecord(recorded: CanonicalValue(parsing: [UInt8]($0))) }
    }
}
