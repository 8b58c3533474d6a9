import SiteRecord
package import CurtailmentEngine
import Foundation
import GRDB
package import GridUnits
import Settlement

extension LedgerReader {
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

    /// The engine as it stood after a row: started with what it was told to remember, and given every input since.
    ///
    /// - Parameter sequence: the last row that counts.
    /// - Returns: the engine and its last input; nil before the first start, and after a gap in the record.
    /// - Throws: GRDB's error when the file cannot be read, `CanonicalFailure` when a row is not what it should be.
    package func engine(
        at sequence: Int64
    ) throws -> (engine: CurtailmentEngine, lastInput: EngineInput)? {
        try queue.read { database in
            guard let start = try Self.lastStart(database, upTo: sequence),
                let policy = try Self.policy(database, upTo: start)
            else { return nil }
            var engine = CurtailmentEngine(policy: policy)
            var last: EngineInput?
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT kind, CAST(body AS BLOB) AS body FROM chain
                    WHERE seq >= ?1 AND seq <= ?2 AND kind IN ('input', 'gap') ORDER BY seq
                    """,
                arguments: [start, sequence])
            while let row = try rows.next() {
                guard case .record(.input(let input)) = try LedgerQueries.entry(row).content else {
                    return nil
                }
                _ = engine.handle(input)
                last = input
            }
            return last.map { (engine, $0) }
        }
    }

    private static func lastStart(_ database: Database, upTo sequence: Int64) throws -> Int64? {
        try Int64.fetchOne(
            database,
            sql: """
                SELECT seq FROM chain INDEXED BY chain_started
                WHERE seq <= ? AND kind = 'input' AND instr(substr(body, 1, 240), ',"started":{') > 0
                ORDER BY seq DESC LIMIT 1
                """,
            arguments: [sequence])
    }

    private static func policy(_ database: Database, upTo sequence: Int64) throws -> SitePolicy? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT kind, CAST(body AS BLOB) AS body FROM chain WHERE kind = 'policy' AND seq <= ?
                ORDER BY seq DESC LIMIT 1
                """,
            arguments: [sequence]
        ).map { try LedgerQueries.policy($0).policy }
    }
}
