import SiteRecord
import Foundation
import GRDB
import Settlement

/// Reads that writer and reader share.
enum LedgerQueries {
    /// The newest policy of the chain.
    static func policy(_ database: Database) throws -> PolicyRecord? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT kind, CAST(body AS BLOB) AS body FROM chain WHERE kind = 'policy'
                ORDER BY seq DESC LIMIT 1
                """
        ).map(policy)
    }

    /// The policy in a row that was fetched as for ``entry(_:)``.
    static func policy(_ row: Row) throws -> PolicyRecord {
        guard case .record(.policy(let policy, _)) = try entry(row).content else {
            throw CanonicalFailure("the row is no policy")
        }
        return policy
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
        let body = [UInt8](try row.decode(Data.self, forColumn: "body"))
        guard let entry = try ChainEntry(kind: name, body: body) else {
            throw CanonicalFailure("no row is called \(name)")
        }
        return entry
    }
}
