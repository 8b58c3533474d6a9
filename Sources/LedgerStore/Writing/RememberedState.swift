import SiteRecord
import Settlement
import CurtailmentEngine
import Foundation
import GRDB

/// What a restart needs: the engine's memory and the units that sleep because of us.
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

    static func change(_ units: [(unit: String, isAsleep: Bool)], at: String, in database: Database) throws {
        guard !units.isEmpty else { return }
        let insertion = try database.cachedStatement(
            sql: "INSERT INTO asleep_units (unit, since) VALUES (?, ?) ON CONFLICT (unit) DO NOTHING")
        let deletion = try database.cachedStatement(sql: "DELETE FROM asleep_units WHERE unit = ?")
        for (unit, isAsleep) in units {
            if isAsleep {
                try insertion.execute(arguments: [unit, at])
            } else {
                try deletion.execute(arguments: [unit])
            }
        }
    }

    static func recovery(_ database: Database, path: String) throws -> Recovery {
        let asleep = try String.fetchAll(database, sql: "SELECT unit FROM asleep_units ORDER BY unit")
        return Recovery(memory: try memory(database, path: path) ?? .blank, asleep: asleep)
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
