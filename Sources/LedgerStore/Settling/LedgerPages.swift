import GridMarket
import SiteRecord
import CurtailmentEngine
import Foundation
import GRDB
import GridUnits
import Settlement

/// Settlement's pages of intervals, as the ledger holds them, inside one transaction.
struct LedgerPages: SettlementPages {
    private let database: Database
    /// The row that is being settled.
    private var current: Int64 = 0
    /// The last row that is known of: what a row itself says is known from ``note(_:)`` on, and what came after it not
    /// at all, though a settlement that goes through old rows again has all of it before it.
    private var bound: Int64 = 0
    /// The pages that settling the present row has changed so far, which are not in the chain yet.
    private var kept: [SettlementInterval: SettlementPage] = [:]

    init(_ database: Database) { self.database = database }

    /// Goes on to the next row.
    mutating func begin(_ sequence: Int64) {
        current = sequence
        bound = sequence - 1
        kept.removeAll(keepingCapacity: true)
    }

    /// The signal stands in the chain and among the facts already.
    mutating func note(_ stamped: StampedSignal) throws -> Range<UTCInstant>? {
        bound = current
        guard let span = IntervalFacts.span(of: stamped.signal) else { return nil }
        let subject = IntervalFacts.subject(of: stamped.signal)
        guard !subject.isEmpty else { return span }
        let before = try Row.fetchOne(
            database,
            sql: """
                SELECT start_utc, end_utc FROM facts WHERE kind = ? AND subject = ? AND chain_seq <= ?
                ORDER BY chain_seq DESC LIMIT 1 OFFSET 1
                """,
            arguments: [stamped.signal.kind.rawValue, subject, bound])
        guard let before, let start = UTCInstant(rfc3339: before[0] as String),
            let end = UTCInstant(rfc3339: before[1] as String)
        else { return span }
        return min(span.lowerBound, start)..<max(span.upperBound, end)
    }

    func facts(for interval: SettlementInterval) throws -> IntervalFacts {
        // A short signal that reaches into the interval cannot have begun long before it.
        let earliest = interval.start.advanced(byNanoseconds: -GridSignal.Spanned.shortNanoseconds)
        let statement = try database.cachedStatement(
            sql: """
                SELECT chain.kind AS kind, CAST(body AS BLOB) AS body, seq FROM (
                    SELECT chain_seq, kind, subject FROM facts
                    WHERE long = 0 AND start_utc >= ?1 AND start_utc < ?3 AND end_utc > ?2
                    UNION ALL
                    SELECT chain_seq, kind, subject FROM facts
                    WHERE long = 1 AND start_utc < ?3 AND end_utc > ?2
                ) AS found JOIN chain ON seq = chain_seq
                WHERE chain_seq <= ?4 AND (subject = '' OR NOT EXISTS (SELECT 1 FROM facts AS newer
                    WHERE newer.kind = found.kind AND newer.subject = found.subject AND newer.subject <> ''
                        AND newer.chain_seq > found.chain_seq AND newer.chain_seq <= ?4))
                ORDER BY seq
                """)
        let rows = try Row.fetchCursor(
            statement,
            arguments: [
                earliest.milliseconds, interval.start.milliseconds, interval.end.milliseconds, bound,
            ])
        var facts = IntervalFacts()
        while let row = try rows.next() {
            guard case .record(let record) = try LedgerQueries.entry(row).content,
                let signal = record.signal?.signal
            else { continue }
            facts.apply(signal, in: interval)
        }
        return facts
    }

    func page(of interval: SettlementInterval) throws -> SettlementPage? {
        if let page = kept[interval] { return page }
        let start = interval.start.milliseconds
        guard case .record(.basis(let basis, _))? = try newest(IntervalBasis.table.layout, start).first else {
            return nil
        }
        var rows: [SettledInterval] = []
        for case .record(.interval(let row, _)) in try newest(SettledInterval.table.layout, start) {
            rows.append(row)
        }
        var claims: [Claim] = []
        for case .record(.claim(let claim, _)) in try newest(Claim.table.layout, start) {
            claims.append(claim)
        }
        return SettlementPage(basis: basis, rows: rows, claims: claims)
    }

    /// The newest version of every row of a table that an interval has, in the order in which they were recorded.
    private func newest(_ table: LedgerTable, _ start: String) throws -> [ChainEntry.Content] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT chain.kind AS kind, CAST(body AS BLOB) AS body
                FROM \(table.name) AS row JOIN chain ON seq = chain_seq
                WHERE start_utc = ?1 AND chain_seq <= ?2 AND \(table.isNewest(upTo: "?2")) ORDER BY seq
                """)
        return try Row.fetchAll(statement, arguments: [start, bound]).map {
            try LedgerQueries.entry($0).content
        }
    }

    func settledIntervals(from start: UTCInstant) throws -> [SettlementInterval] {
        let first = SettlementInterval(containing: start).start
        let recorded = try String.fetchAll(
            database,
            sql: """
                SELECT DISTINCT start_utc FROM bases WHERE start_utc >= ? AND chain_seq <= ? ORDER BY start_utc
                """,
            arguments: [first.milliseconds, bound]
        ).compactMap { UTCInstant(rfc3339: $0) }.map(SettlementInterval.init(containing:))
        let mine = kept.keys.filter { $0.start >= first }
        return Set(recorded + mine).sorted { $0.start < $1.start }
    }

    func meteredLoads(in span: Range<UTCInstant>) throws -> [IntervalLoad] {
        let recorded = try newestBases("metered_microwatt_seconds", "IS NOT NULL", in: span)
            .filter { kept[$0.interval] == nil }
            .map { IntervalLoad(interval: $0.interval, energy: Energy(microwattSeconds: Int128($0.stored))) }
        let mine = pages(in: span).compactMap { page in
            page.basis?.metered.map { IntervalLoad(interval: page.interval, energy: $0) }
        }
        return (recorded + mine).sorted { $0.interval.start < $1.interval.start }
    }

    func curtailedIntervals(in span: Range<UTCInstant>) throws -> [SettlementInterval] {
        let recorded = try newestBases("curtailed", "= 1", in: span).map(\.interval)
            .filter { kept[$0] == nil }
        let mine = pages(in: span).filter { $0.basis?.isCurtailed == true }.map(\.interval)
        return (recorded + mine).sorted { $0.start < $1.start }
    }

    private func pages(in span: Range<UTCInstant>) -> [SettlementPage] {
        let first = SettlementInterval(containing: span.lowerBound).start
        return kept.values.filter { $0.interval.start >= first && $0.interval.start < span.upperBound }
    }

    private func newestBases(
        _ column: String, _ condition: String, in span: Range<UTCInstant>
    ) throws -> [(interval: SettlementInterval, stored: Int64)] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT start_utc, \(column) FROM bases AS row
                WHERE start_utc >= ?1 AND start_utc < ?2 AND chain_seq <= ?3
                    AND \(column) \(condition) AND \(IntervalBasis.table.layout.isNewest(upTo: "?3")) ORDER BY start_utc
                """)
        let first = SettlementInterval(containing: span.lowerBound).start
        let rows = try Row.fetchAll(
            statement, arguments: [first.milliseconds, span.upperBound.milliseconds, bound])
        return rows.compactMap { row in
            UTCInstant(rfc3339: row[0] as String).map { (SettlementInterval(containing: $0), row[1]) }
        }
    }

    mutating func keep(_ page: SettlementPage) { kept[page.interval] = page }

    mutating func add(_ policy: PolicyRecord) {}

    func policy(_ number: Int64) throws -> PolicyRecord? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT kind, CAST(body AS BLOB) AS body FROM chain WHERE kind = 'policy'
                ORDER BY seq LIMIT 1 OFFSET ?
                """,
            arguments: [number - 1]
        ).map(LedgerQueries.policy)
    }
}
