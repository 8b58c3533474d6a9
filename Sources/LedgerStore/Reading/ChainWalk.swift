import SiteRecord
import Settlement
import CurtailmentEngine
import Foundation
import GRDB

/// The state of one walk along the chain.
struct ChainWalk {
    private let database: Database
    private var head = ChainHead(sequence: 0, digest: ChainDigest.genesis)
    private var comparisons: [String: Statement] = [:]
    private var counts: [String: Int64] = [:]
    /// The newest row of each key, of tables that hold no older one.
    private var newest: [[DatabaseValue]: (sequence: Int64, row: ProjectionRow)] = [:]
    private var labels = IntervalLabels()
    private var samples: SampleCheck

    init(_ database: Database) throws {
        self.database = database
        samples = try SampleCheck(database)
        for table in LedgerTable.all {
            comparisons[table.name] = try database.makeStatement(sql: table.comparison)
        }
    }

    /// The row that the walk is on: the one after the last that was found good.
    var sequence: Int64 { head.sequence + 1 }

    func result(_ difference: ChainVerifier.Difference?, asleep: Set<String>? = nil) -> ChainVerifier.Result {
        ChainVerifier.Result(
            rows: head.sequence, head: ChainDigest.hexadecimal(head.digest), difference: difference,
            asleep: asleep)
    }

    /// Checks one row against the row before it and against its projection.
    mutating func check(_ row: StoredRow) throws -> Result<ChainEntry, ChainVerifier.Difference> {
        let name = String(decoding: row.kind, as: UTF8.self)
        guard row.sequence == head.sequence + 1 else {
            let missing = head.sequence + 1
            return .failure(
                .init(sequence: missing, kind: "chain", what: "the row is missing; \(row.sequence) follows"))
        }
        guard row.digest(after: head.digest) == row.digest else {
            return .failure(
                .init(sequence: row.sequence, kind: name, what: "its digest does not agree with its content"))
        }
        let entry: ChainEntry
        let projection: ProjectionRow?
        do {
            guard let known = try ChainEntry(kind: name, body: [UInt8](row.body)) else {
                return .failure(
                    .init(sequence: row.sequence, kind: name, what: "no such kind of row is known"))
            }
            entry = known
            projection = try entry.tableRow(sequence: row.sequence, labels: &labels)
        } catch {
            return .failure(
                .init(sequence: row.sequence, kind: name, what: "its content cannot be read: \(error)"))
        }
        if let what = try problem(with: entry.content, sequence: row.sequence) {
            return .failure(.init(sequence: row.sequence, kind: name, what: what))
        }
        head = ChainHead(sequence: row.sequence, digest: row.digest)
        guard let projection else { return .success(entry) }
        if projection.table.isReplaced {
            newest[[projection.table.name.databaseValue, projection.values[0]]] = (row.sequence, projection)
        } else if let difference = try compare(projection, sequence: row.sequence) {
            return .failure(difference)
        }
        return .success(entry)
    }

    /// The faults of rows that are no records: seals of the rows before them, digests of samples.
    private mutating func problem(with content: ChainEntry.Content, sequence: Int64) throws -> String? {
        switch content {
        case .seal(let seal): return problem(with: seal)
        case .samples(let note): return try samples.check(note, sequence: sequence)
        case .retention(let retention): return samples.check(retention)
        case .record, .gap: return nil
        }
    }

    /// A seal is of the row before it, by the key that it names.
    private func problem(with seal: DaySeal) -> String? {
        guard seal.sequence == head.sequence, seal.digest == ChainDigest.hexadecimal(head.digest) else {
            return "the seal of \(seal.day) is not of the row before it"
        }
        return seal.isGenuine ? nil : "the seal of \(seal.day) is not signed by the key it names"
    }

    /// Checks what only the end of the chain can tell.
    mutating func finish() throws -> ChainVerifier.Difference? {
        for (sequence, row) in newest.values.sorted(by: { $0.sequence < $1.sequence }) {
            if let difference = try compare(row, sequence: sequence) { return difference }
        }
        for table in LedgerTable.all.map(\.name) {
            let count = try Int64.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
            let expected = counts[table] ?? 0
            guard count == expected else {
                return .init(
                    sequence: nil, kind: table,
                    what: "\(count) rows where the chain gives \(expected)")
            }
        }
        return try samples.finish(database)
    }

    private mutating func compare(
        _ row: ProjectionRow, sequence: Int64
    ) throws -> ChainVerifier.Difference? {
        counts[row.table.name, default: 0] += 1
        guard let comparison = comparisons[row.table.name],
            try Row.fetchOne(comparison, arguments: StatementArguments(row.values)) != nil
        else {
            return .init(
                sequence: sequence, kind: row.table.name,
                what: "the table's row is missing or differs from the chain")
        }
        return nil
    }
}
