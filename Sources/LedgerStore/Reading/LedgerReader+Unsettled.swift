import CanonicalRecord
package import CurtailmentEngine
import Foundation
import GRDB
package import GridUnits

/// What settlement has to know to go on where the run before stopped.
extension LedgerReader {
    /// The end of the newest interval that is settled; nil while none is.
    package func lastSettledEnd() throws -> UTCInstant? {
        let text = try queue.read { database in
            try String.fetchOne(database, sql: "SELECT max(start_utc) FROM intervals WHERE NOT shadow")
        }
        guard let text, let start = UTCInstant(rfc3339: text) else { return nil }
        return start.advanced(bySeconds: SettlementInterval.lengthSeconds)
    }

    /// The recorded fleet reports and clock steps from an instant on, with the last report before it.
    package func fleetInputs(from start: UTCInstant) throws -> [EngineInput] {
        let sql = """
            SELECT CAST(body AS BLOB) AS body FROM chain
            WHERE kind = 'input' AND at_utc >= ?
                AND (instr(body, '"fleet":') > 0 OR instr(body, '"clock_step') > 0)
            ORDER BY seq
            """
        let earlier = """
            SELECT CAST(body AS BLOB) AS body FROM chain
            WHERE kind = 'input' AND at_utc < ? AND instr(body, '"fleet":') > 0 ORDER BY seq DESC LIMIT 1
            """
        let bodies = try queue.read { database in
            try Data.fetchAll(database, sql: earlier, arguments: [start.milliseconds])
                + Data.fetchAll(database, sql: sql, arguments: [start.milliseconds])
        }
        return try bodies.map { try EngineInput(recorded: CanonicalValue(parsing: [UInt8]($0))) }
    }
}
