import SiteRecord
import Foundation
import GRDB
import Settlement

/// Settlement's own state, kept beside the chain.
///
/// Not history: whatever it says can be worked out from the chain, which `verify` does.
enum SettlementCheckpoint {
    /// Rows after which the state is kept though no interval closes, as after a clock that was set back.
    private static let longestTail: Int64 = 5_000

    /// Whether a restart would have much to go through again: an interval closed, or another policy came, which may
    /// have settled a year once more.
    static func isDue(
        _ settler: Settler, since before: Settler, sequence: Int64, in database: Database
    ) throws -> Bool {
        guard settler.closedBefore == before.closedBefore, settler.policyNumber == before.policyNumber else {
            return true
        }
        let kept = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT chain_seq FROM settlement_state"))
        return sequence - (kept ?? 0) > longestTail
    }

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
    /// Without a state, what our rules have made of the chain is worked out from it again. A ledger that none of our
    /// rules have settled begins anew at its end: the first schema kept no state, a replay settles in memory, and the
    /// rules of another release are followed by ours from the next policy row on.
    static func settler(at database: Database, path: String) throws -> Settler {
        guard let kept = try kept(database, path: path) else { return try rebuilt(database) }
        let number = kept.state.policyNumber
        let terms = number > 0 ? try LedgerPages(database).policy(number) : nil
        var settler = kept.state.resumed(under: terms)
        try move(&settler, onFrom: kept.sequence, in: database)
        return settler
    }

    /// Settles the rows behind one that a state was kept at.
    private static func move(
        _ settler: inout Settler, onFrom sequence: Int64, in database: Database
    ) throws {
        var pages = LedgerPages(database)
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT seq, kind, CAST(body AS BLOB) AS body FROM chain WHERE seq > ? ORDER BY seq",
            arguments: [sequence])
        while let row = try rows.next() {
            // What settlement makes of these rows stands in the chain already, and is not seen before its time.
            pages.begin(row["seq"])
            switch try LedgerQueries.entry(row).content {
            case .record(let record): _ = try settler.apply(record, in: &pages)
            case .gap: settler.noteGap()
            case .seal, .samples, .retention: break
            }
        }
    }

    private static func kept(
        _ database: Database, path: String
    ) throws -> (sequence: Int64, state: SettlerState)? {
        let row = try Row.fetchOne(
            database, sql: "SELECT chain_seq, CAST(body AS BLOB), digest FROM settlement_state")
        guard let row else { return nil }
        let body = [UInt8](row[1] as Data)
        let (sequence, head) = (row[0] as Int64, try ChainHead.read(database).sequence)
        guard sequence <= head else {
            throw LedgerError.memoryDamaged(
                path: path, why: "settlement stands at row \(sequence), and the chain ends at row \(head)")
        }
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

    /// Settlement as the policies of the chain say: by our rules from the first policy that names them on.
    private static func rebuilt(_ database: Database) throws -> Settler {
        let policies = try Row.fetchAll(
            database,
            sql: "SELECT seq, kind, CAST(body AS BLOB) AS body FROM chain WHERE kind = 'policy' ORDER BY seq")
        let records = try policies.map(LedgerQueries.policy)
        var settler = Settler()
        let others = records.prefix { !$0.isSettledByUs }
        let isOurs = records.dropFirst(others.count).allSatisfy(\.isSettledByUs)
        guard isOurs, others.count < records.count else {
            settler.begin(afterPolicies: Int64(records.count), under: records.last)
            return settler
        }
        if let last = others.last { settler.begin(afterPolicies: Int64(others.count), under: last) }
        try move(&settler, onFrom: (policies[others.count]["seq"] as Int64) - 1, in: database)
        return settler
    }

    static func digest(sequence: Int64, body: [UInt8]) -> Data {
        ChainDigest.digest(
            after: ChainDigest.genesis, sequence: sequence, kind: Array("settlement".utf8), at: [],
            body: body)
    }
}

extension PolicyRecord {
    /// Whether a daemon of our rules of settlement ran under it.
    fileprivate var isSettledByUs: Bool { load == .readings && settlementVersion == Settler.version }
}
