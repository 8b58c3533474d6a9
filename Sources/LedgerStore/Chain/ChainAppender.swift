import CanonicalRecord
import ControlLoop
import Foundation
import GRDB
import GridUnits

/// Appends rows to the chain and its projections inside one transaction.
///
/// Lives no longer than the transaction, so that a rollback cannot leave it with a head that is not there.
struct ChainAppender {
    private let database: Database
    private let chainInsertion: Statement
    private var insertions: [Projection: Statement] = [:]
    private var labels = IntervalLabels()
    private var instants = InstantText()
    private var revisions: RevisionFinder
    private(set) var head: ChainHead

    init(_ database: Database) throws {
        self.database = database
        head = try ChainHead.read(database)
        revisions = try RevisionFinder(database)
        chainInsertion = try database.cachedStatement(
            sql: "INSERT INTO chain (seq, at_utc, kind, body, digest) VALUES (?, ?, ?, ?, ?)")
        for table in Projection.allCases {
            insertions[table] = try database.cachedStatement(sql: table.insertion)
        }
    }

    /// Appends one record; a policy that is the one already in force adds nothing.
    mutating func append(_ record: LedgerRecord) throws {
        switch record {
        case .policy(let policy, _):
            guard try LedgerQueries.policy(database) != policy else { return }
            try append(ChainEntry(.record(record)))
        case .interval, .claim:
            let earlier = try revisions.latest(of: record)
            try append(
                ChainEntry(.record(record), version: (earlier?.version ?? 0) + 1, replaces: earlier?.sequence)
            )
        case .input, .decision, .event:
            try append(ChainEntry(.record(record)))
        }
    }

    mutating func append(_ gap: LedgerGap) throws { try append(ChainEntry(.gap(gap))) }

    private mutating func append(_ entry: ChainEntry) throws {
        let sequence = head.sequence + 1
        let body = entry.canonicalBytes
        let at = instants.text(entry.at)
        let kind = entry.kind.rawValue
        // Made first: a record that the tables cannot hold must not reach the chain.
        let projection = try ProjectionRow(entry, sequence: sequence, labels: &labels)
        let digest = ChainDigest.digest(
            after: head.digest, sequence: sequence, kind: kind.utf8, at: at.utf8, body: body)
        chainInsertion.setUncheckedArguments([
            sequence, at, kind, String(decoding: body, as: UTF8.self), digest,
        ])
        try chainInsertion.execute()
        if let projection, let insertion = insertions[projection.table] {
            insertion.setUncheckedArguments(StatementArguments(projection.values))
            try insertion.execute()
            revisions.note(projection, sequence: sequence, version: entry.version)
        }
        head = ChainHead(sequence: sequence, digest: digest)
    }
}

/// Where the chain ends.
struct ChainHead {
    /// 0 before the first row.
    let sequence: Int64
    let digest: Data

    static func read(_ database: Database) throws -> ChainHead {
        let row = try Row.fetchOne(database, sql: "SELECT seq, digest FROM chain ORDER BY seq DESC LIMIT 1")
        guard let row else { return ChainHead(sequence: 0, digest: ChainDigest.genesis) }
        return ChainHead(sequence: try row.decode(atIndex: 0), digest: try row.decode(atIndex: 1))
    }
}
