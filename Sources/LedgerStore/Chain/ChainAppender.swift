import SiteRecord
import CurtailmentEngine
import Foundation
import GRDB
import GridUnits
import Settlement

/// Appends rows to the chain and its projections inside one transaction.
///
/// Lives no longer than the transaction, so that a rollback cannot leave it with a head that is not there.
struct ChainAppender {
    private let database: Database
    private let chainInsertion: Statement
    private var insertions: [String: Statement] = [:]
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
        for table in LedgerTable.all {
            insertions[table.name] = try database.cachedStatement(sql: table.insertion)
        }
    }

    /// Appends one record; a policy that is the one already in force adds nothing.
    ///
    /// - Returns: whether a row was added.
    @discardableResult
    mutating func append(_ record: LedgerRecord) throws -> Bool {
        if case .policy(let policy, _) = record, try LedgerQueries.policy(database) == policy { return false }
        let content = record.tableContent
        guard let subject = try content?.subject() else {
            try append(ChainEntry(.record(record)), content)
            return true
        }
        let earlier = try revisions.latest(of: subject)
        let entry = ChainEntry(
            .record(record), version: (earlier?.version ?? 0) + 1, replaces: earlier?.sequence)
        try append(entry, content)
        revisions.note(subject, sequence: head.sequence, version: entry.version)
        return true
    }

    mutating func append(_ gap: LedgerGap) throws { try append(ChainEntry(.gap(gap))) }

    /// Appends the digest of raw samples, and keeps the samples beside the chain.
    mutating func append(_ block: SampleBlock, at instant: UTCInstant) throws {
        let note = SampleNote(block, at: instant)
        try append(ChainEntry(.samples(note)))
        try SampleTable.insert(note, bytes: block.bytes, sequence: head.sequence, in: database)
    }

    /// Does what is due when the operating day that the newest row lies in is over, before the first row of a later one.
    ///
    /// The day's own last row says how old samples are, not the clock: after a step of the clock by years there is a day
    /// to notice it before anything is dropped.
    mutating func endDay(before instant: UTCInstant, _ upkeep: LedgerUpkeep) throws {
        guard head.sequence > 0 else { return }
        let last = try String.fetchOne(
            database, sql: "SELECT at_utc FROM chain WHERE seq = ?", arguments: [head.sequence])
        guard let last = last.flatMap({ UTCInstant(rfc3339: $0) }) else { return }
        let zone = MarketTimeZone.centralPrevailing
        let day = zone.operatingDay(of: last)
        guard day < zone.operatingDay(of: instant) else { return }
        if let key = upkeep.sealingKey {
            let seal = try key.seal(day, at: instant, sequence: head.sequence, digest: head.digest)
            try append(ChainEntry(.seal(seal)))
        }
        let oldest = last.advanced(bySeconds: -86_400 * Int64(upkeep.sampleDays))
        guard let dropped = try SampleTable.drop(before: oldest, at: instant, in: database) else { return }
        try append(ChainEntry(.retention(dropped)))
    }

    /// Appends an entry, with the row that it puts into a table.
    mutating func append(_ entry: ChainEntry, _ content: TableContent? = nil) throws {
        let sequence = head.sequence + 1
        let body = entry.canonicalBytes
        let at = instants.text(entry.at)
        let kind = entry.kind
        // Made first: a record that the tables cannot hold must not reach the chain.
        let place = RowPlace(sequence: sequence, version: entry.version, replaces: entry.replaces)
        let row = try content?.row(place, labels: &labels)
        let digest = ChainDigest.digest(
            after: head.digest, sequence: sequence, kind: kind.utf8, at: at.utf8, body: body)
        chainInsertion.setUncheckedArguments([
            sequence, at, kind, String(decoding: body, as: UTF8.self), digest,
        ])
        try chainInsertion.execute()
        if let row, let insertion = insertions[row.table.name] {
            // Value by value: the form for one type goes through a key path, a tenth of the time of a year's rows.
            insertion.setUncheckedArguments(
                StatementArguments(row.values.lazy.map { $0 as (any DatabaseValueConvertible)? }))
            try insertion.execute()
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
