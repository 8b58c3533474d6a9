import SiteRecord
import Foundation
import GRDB
import Settlement

/// Reads that writer and reader share.
enum LedgerQueries {
    /// The newest policy of the chain.
    static func policy(_ database: Database) throws -> PolicyRecord? {
        let body = try Data.fetchOne(
            database,
            sql: "SELECT CAST(body AS BLOB) FROM chain WHERE kind = 'policy' ORDER BY seq DESC LIMIT 1")
        guard let body else { return nil }
        return try PolicyRecord(recorded: CanonicalValue(parsing: [UInt8](body)))
    }

    /// The header may lag behind the write-ahead log, so the version is asked of SQLite too.
    static func refuseNewer(_ queue: DatabaseQueue, path: String) throws {
        let version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } ?? 0
        guard version <= Int(LedgerSchema.version) else {
            throw LedgerError.tooNew(path: path, version: version, known: Int(LedgerSchema.version))
        }
    }

    /// The entry in a row that was fetched with the columns `kind` and `body` (as a blob).
    static func entry(_ row: Row) throws -> ChainEntry {
        let name: String = try row.decode(forColumn: "kind")
        guard let kind = ChainEntry.Kind(rawValue: name) else {
            throw CanonicalFailure("no row is called \(name)")
        }
        return try ChainEntry(kind: kind, body: [UInt8](try row.decode(Data.self, forColumn: "body")))
    }
}
