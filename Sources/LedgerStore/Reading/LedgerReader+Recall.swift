import CanonicalRecord
import SiteSettlement
package import CurtailmentEngine
import Foundation
import GRDB
package import GridUnits

extension LedgerReader {
    /// The recorded inputs worth looking for; frequency and fleet reports are too many to be searched backwards.
    package enum RecalledKind: String, Hashable, Sendable, CaseIterable {
        case price = #""signal":{"price""#
        case hashprice = #""signal":{"hashprice""#
        case command = #","command":{"#
        case started = #","started":{"#

        /// Where these are found without going through the chain; prices come often enough for that.
        fileprivate var index: String {
            switch self {
            case .price: "NOT INDEXED"
            case .hashprice: "INDEXED BY chain_hashprices"
            case .command: "INDEXED BY chain_commands"
            case .started: "INDEXED BY chain_started"
            }
        }
    }

    /// The number of the last row that had been written by an instant; 0 before the first.
    ///
    /// Rows are found by halving, so a clock that stepped back may put the answer that much off.
    package func sequence(at instant: UTCInstant) throws -> Int64 {
        try queue.read { database in
            var (low, high) = (Int64(0), try ChainHead.read(database).sequence)
            let statement = try database.makeStatement(sql: "SELECT at_utc FROM chain WHERE seq = ?")
            while low < high {
                let middle = (low + high + 1) / 2
                let at = try String.fetchOne(statement, arguments: [middle]) ?? ""
                if at <= instant.milliseconds { low = middle } else { high = middle - 1 }
            }
            return low
        }
    }

    /// The policy in force at a row; nil before the first.
    package func policy(at sequence: Int64) throws -> SitePolicy? {
        try queue.read { database in
            let body = try Data.fetchOne(
                database,
                sql: """
                    SELECT CAST(body AS BLOB) FROM chain WHERE kind = 'policy' AND seq <= ? ORDER BY seq DESC LIMIT 1
                    """,
                arguments: [sequence])
            return try body.map { try CanonicalValue(parsing: [UInt8]($0)).record("policy") }
        }
    }

    /// The newest inputs of some kinds up to a row, newest first.
    ///
    /// - Parameters:
    ///   - kinds: which inputs.
    ///   - sequence: the last row that counts.
    ///   - limit: at most so many.
    /// - Returns: the inputs.
    /// - Throws: GRDB's error when the file cannot be read.
    package func inputs(
        of kinds: [RecalledKind], upTo sequence: Int64, limit: Int
    ) throws -> [EngineInput] {
        let rows = try queue.read { database in
            try kinds.flatMap { kind in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT seq, kind, CAST(body AS BLOB) AS body FROM chain \(kind.index)
                        WHERE seq <= ?1 AND kind = 'input' AND instr(substr(body, 1, 240), '\(kind.rawValue)') > 0
                        ORDER BY seq DESC LIMIT ?2
                        """,
                    arguments: [sequence, limit])
            }
        }
        let newest = rows.sorted { ($0["seq"] as Int64) > ($1["seq"] as Int64) }.prefix(limit)
        return try newest.compactMap { row in
            guard case .record(.input(let input)) = try LedgerQueries.entry(row).content else { return nil }
            return input
        }
    }
}
