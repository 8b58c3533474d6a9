import SiteRecord
import Settlement
import CurtailmentEngine
import Foundation
import GRDB

/// The state for a restart: the engine's memory and the units asleep by our order.
enum RememberedState {
    static func replace(_ memory: EngineMemory, at: String, bootID: String, in database: Database) throws {
        let body = memory.canonicalBytes
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO memory (only, at_utc, boot_id, body, digest) VALUES (1, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                at, bootID, String(decoding: body, as: UTF8.self), digest(at: at, bootID: bootID, body: body),
            ])
    }

    static func change(
        _ units: [(unit: String, order: FleetOrder.Action?)], at: String, in database: Database
    ) throws {
        guard !units.isEmpty else { return }
        let sleeping = try database.cachedStatement(
            sql: """
                INSERT INTO asleep_units (unit, since, is_returning) VALUES (?, ?, 0)
                ON CONFLICT (unit) DO UPDATE SET is_returning = 0
                """)
        let returning = try database.cachedStatement(
            sql: "UPDATE asleep_units SET is_returning = 1 WHERE unit = ?")
        let deletion = try database.cachedStatement(sql: "DELETE FROM asleep_units WHERE unit = ?")
        for (unit, order) in units {
            switch order {
            case .sleep: try sleeping.execute(arguments: [unit, at])
            case .wake: try returning.execute(arguments: [unit])
            case nil: try deletion.execute(arguments: [unit])
            }
        }
    }

    static func recovery(_ database: Database, path: String) throws -> Recovery {
        let query = "SELECT unit FROM asleep_units WHERE is_returning = ? ORDER BY unit"
        return Recovery(
            memory: try memory(database, path: path) ?? .blank,
            asleep: try String.fetchAll(database, sql: query, arguments: [0]),
            returning: try String.fetchAll(database, sql: query, arguments: [1]))
    }

    /// - Throws: ``LedgerError/memoryDamaged(path:why:)`` when the row is not what was written.
    static func memory(_ database: Database, path: String) throws -> EngineMemory? {
        let row = try Row.fetchOne(
            database, sql: "SELECT at_utc, boot_id, CAST(body AS BLOB), digest FROM memory")
        guard let row else { return nil }
        let body = [UInt8](Data.fromDatabaseValue(row[2]) ?? Data())
        let (at, bootID) = (String.fromDatabaseValue(row[0]) ?? "", String.fromDatabaseValue(row[1]) ?? "")
        guard Data.fromDatabaseValue(row[3]) == digest(at: at, bootID: bootID, body: body) else {
            throw LedgerError.memoryDamaged(path: path, why: "its digest does not agree")
        }
        do throws(CanonicalFailure) {
            return try EngineMemory(recorded: CanonicalValue(parsing: body))
        } catch {
            throw LedgerError.memoryDamaged(path: path, why: error.description)
        }
    }

    private static func digest(at: String, bootID: String, body: [UInt8]) -> Data {
        ChainDigest.digest(
            after: ChainDigest.genesis, sequence: 0, kind: Array("memory \(bootID)".utf8), at: at.utf8,
            body: body)
    }
}
