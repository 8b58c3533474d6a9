import CurtailmentEngine
import SiteRecord
import Foundation
import GRDB
package import GridUnits
package import Settlement

/// A policy that was in force, and its fingerprint.
package struct LedgerPolicy: Hashable, Sendable {
    /// The row that holds it.
    package let sequence: Int64
    /// When it came into force.
    package let at: UTCInstant
    /// The policy of the engine and of settlement, and the versions of their rules.
    package let record: PolicyRecord
    /// The most that the site's meter is believed under it.
    package let largestPlausibleLoad: Power
    /// SHA-256 of the row's policy in its canonical form, 64 hexadecimal digits: equal policies have equal ones.
    package let digest: String
}

/// Records that had to be refused, and where that is written.
package struct LedgerHole: Hashable, Sendable {
    /// The row of the gap in the chain.
    package let sequence: Int64
    /// The number of refused records and their span.
    package let gap: LedgerGap
}

/// Whether a span was recorded.
package enum LedgerActivity: Hashable, Sendable {
    case recorded
    /// Nothing happened, by what came after it.
    case quiet
    /// The row after it is the start of a new run.
    case stopped
}

extension LedgerReader {
    /// The evidence of a span in the chain.
    ///
    /// - Parameters:
    ///   - start: exclusive, because what settles an interval is written as it ends.
    ///   - end: inclusive.
    /// - Returns: ``LedgerActivity/quiet`` also where nothing came after it at all.
    /// - Throws: GRDB's error when the file cannot be read.
    package func activity(from start: UTCInstant, until end: UTCInstant) throws -> LedgerActivity {
        let before = try sequence(at: start)
        let through = try sequence(at: end)
        guard through == before else { return .recorded }
        let next = try queue.read { database in
            try String.fetchOne(
                database,
                sql: """
                    SELECT substr(body, 1, 120) FROM chain WHERE seq > ? AND kind = 'input' ORDER BY seq LIMIT 1
                    """,
                arguments: [through])
        }
        return next?.contains(#","started":{"#) == true ? .stopped : .quiet
    }

    /// The instants of the first and the last row of the chain; nil of an empty one.
    package func extent() throws -> ClosedRange<UTCInstant>? {
        let texts = try queue.read { database in
            try ["ASC", "DESC"].compactMap {
                try String.fetchOne(database, sql: "SELECT at_utc FROM chain ORDER BY seq \($0) LIMIT 1")
            }
        }
        let instants = texts.compactMap { UTCInstant(rfc3339: $0) }
        guard instants.count == 2 else { return nil }
        return min(instants[0], instants[1])...max(instants[0], instants[1])
    }

    /// The policies in force in a span, oldest first.
    ///
    /// - Parameters:
    ///   - start: inclusive; the policy in force then comes first.
    ///   - end: exclusive.
    /// - Returns: none when nothing had been recorded by then.
    /// - Throws: GRDB's error when the file cannot be read, `CanonicalFailure` when a row is no policy.
    package func policies(from start: UTCInstant, until end: UTCInstant) throws -> [LedgerPolicy] {
        let bounds = [try sequence(at: start), try sequence(at: end)]
        return try queue.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT seq, kind, CAST(body AS BLOB) AS body FROM chain
                    WHERE kind = 'policy' AND seq <= ?2 AND seq >= coalesce(
                        (SELECT max(seq) FROM chain WHERE kind = 'policy' AND seq <= ?1), 0)
                    ORDER BY seq
                    """,
                arguments: [bounds[0], bounds[1]])
            return try rows.map { row in
                guard case .record(.policy(let record, let at)) = try LedgerQueries.entry(row).content else {
                    throw CanonicalFailure("row \(row["seq"] as Int64) is of kind policy and holds none")
                }
                return LedgerPolicy(
                    sequence: row["seq"], at: at, record: record,
                    largestPlausibleLoad: record.policy.largestPlausibleLoad,
                    digest: ChainDigest.hexadecimal(ChainDigest.fingerprint(record.canonicalBytes)))
            }
        }
    }

    /// Where records had to be refused because the ledger could not be written.
    package func holes(from start: UTCInstant, until end: UTCInstant) throws -> [LedgerHole] {
        let bounds = [try sequence(at: start), try sequence(at: end)]
        return try queue.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT seq, kind, CAST(body AS BLOB) AS body FROM chain
                    WHERE kind = 'gap' AND seq >= ?1 AND seq <= ?2 ORDER BY seq
                    """,
                arguments: [bounds[0], bounds[1]])
            return try rows.compactMap { row in
                guard case .gap(let gap) = try LedgerQueries.entry(row).content else { return nil }
                return LedgerHole(sequence: row["seq"], gap: gap)
            }
        }
    }
}
