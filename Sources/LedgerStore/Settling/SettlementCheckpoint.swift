import CanonicalRecord
import Foundation
import GRDB
import SiteSettlement

/// Settlement's own state, kept beside the chain as often as an interval closes.
///
/// Not history: whatever it says can be worked out from the chain, which `verify` does.
enum SettlementCheckpoint {
    static func replace(_ settler: Settler, sequence: Int64, in database: Database) throws {
        let body = SettlerState(of: settler).canonicalBytes
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO settlement_state (only, chain_seq, body, digest) VALUES (1, ?, ?, ?)"
        ).execute(
            arguments: [
                sequence, String(decoding: body, as: UTF8.self), digest(sequence: sequence, body: body),
            ])
    }

    /// Settlement at the newest row.
    ///
    /// A ledger without a state begins anew at its end: the first schema kept none, and a replay settles in memory.
    /// So does one whose state was left by the rules of another release, which the next policy row says.
    static func settler(at database: Database, path: String) throws -> Settler {
        guard let kept = try kept(database, path: path) else { return try begun(database) }
        var pages = LedgerPages(database)
        let number = kept.state.policyNumber
        var settler = kept.state.resumed(under: number > 0 ? try pages.policy(number) : nil)
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT seq, kind, CAST(body AS BLOB) AS body FROM chain WHERE seq > ? ORDER BY seq",
            arguments: [kept.sequence])
        while let row = try rows.next() {
            // What settlement makes of these rows stands in the chain already, and is not seen before its time.
            pages.begin(row["seq"])
            guard case .record(let record) = try LedgerQueries.entry(row).content else { continue }
            _ = try settler.take(record, in: &pages)
        }
        return settler
    }

    private static func kept(
        _ database: Database, path: String
    ) throws -> (sequence: Int64, state: SettlerState)? {
        let row = try Row.fetchOne(
            database, sql: "SELECT chain_seq, CAST(body AS BLOB), digest FROM settlement_state")
        guard let row else { return nil }
        let body = [UInt8](row[1] as Data)
        guard row[2] as Data == digest(sequence: row[0], body: body) else {
            throw LedgerError.memoryDamaged(
                path: path, why: "the digest of settlement's state does not agree")
        }
        do throws(CanonicalFailure) {
            let value = try CanonicalValue(parsing: body)
            guard try SettlerState.isOurs(value) else { return nil }
            return (row[0], try SettlerState(recorded: value))
        } catch {
            throw LedgerError.memoryDamaged(path: path, why: error.description)
        }
    }

    private static func begun(_ database: Database) throws -> Settler {
        var settler = Settler()
        let number =
            try Int64.fetchOne(database, sql: "SELECT count(*) FROM chain WHERE kind = 'policy'") ?? 0
        settler.begin(afterPolicies: number, under: try LedgerQueries.policy(database))
        return settler
    }

    static func digest(sequence: Int64, body: [UInt8]) -> Data {
        ChainDigest.digest(
            after: ChainDigest.genesis, sequence: sequence, kind: Array("settlement".utf8), at: [],
            body: body)
    }
}
