import Foundation
import GRDB
package import GridUnits
package import Settlement

/// An interval or claim that was settled anew, and what stood before.
package struct LedgerRevision: Hashable, Sendable {
    /// The row of the new version.
    package let sequence: Int64
    /// When the new version was recorded.
    package let recordedAt: UTCInstant
    /// The row that it replaces, which stays in the chain.
    package let replaces: Int64
    /// The number of the new version, from 2.
    package let version: Int64
    /// The row as it stood.
    package let before: LedgerRecord
    /// The row as it stands now.
    package let after: LedgerRecord
}

extension LedgerReader {
    /// Hands out what was settled anew in a span, oldest first.
    ///
    /// - Parameters:
    ///   - start: of the recording, inclusive.
    ///   - end: of the recording, exclusive; nil for all that followed.
    ///   - each: takes one revision.
    /// - Throws: GRDB's error when the file cannot be read, and whatever `each` throws.
    package func revisions(
        from start: UTCInstant, until end: UTCInstant? = nil, _ each: (LedgerRevision) throws -> Void
    ) throws {
        let bounds = [try sequence(at: start), try end.map(sequence(at:)) ?? .max]
        try queue.read { database in
            let earlier = try database.makeStatement(
                sql: "SELECT kind, CAST(body AS BLOB) AS body FROM chain WHERE seq = ?")
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT seq, kind, CAST(body AS BLOB) AS body FROM chain
                    WHERE seq >= ?1 AND seq <= ?2 AND kind IN ('interval', 'claim')
                        AND instr(substr(body, 1, 120), ',"replaces":') > 0
                    ORDER BY seq
                    """,
                arguments: [bounds[0], bounds[1]])
            while let row = try rows.next() {
                let entry = try LedgerQueries.entry(row)
                guard let replaces = entry.replaces, case .record(let after) = entry.content,
                    after.at >= start,
                    end.map({ after.at < $0 }) ?? true,
                    let old = try Row.fetchOne(earlier, arguments: [replaces]),
                    case .record(let before) = try LedgerQueries.entry(old).content
                else { continue }
                try each(
                    LedgerRevision(
                        sequence: row["seq"], recordedAt: after.at, replaces: replaces,
                        version: entry.version, before: before, after: after))
            }
        }
    }
}
