import CurtailmentEngine
import Foundation
import GRDB
import GridUnits

/// The raw samples beside the chain: the one table whose rows may be dropped.
enum SampleTable {
    /// Blocks are of a minute or so; one that a step of the device's clock made longer than this is not found by time.
    static let longestBlockSeconds: Int64 = 3_600

    static func insert(
        _ note: SampleNote, bytes: [UInt8], sequence: Int64, in database: Database
    ) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO samples (chain_seq, source, first_utc, last_utc, count, lost, data)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                sequence, note.source, note.first.milliseconds, note.last.milliseconds, note.count, note.lost,
                Data(bytes),
            ])
    }

    /// Drops every block whose last sample is older than an instant.
    ///
    /// - Returns: what was dropped; nil when there was nothing.
    static func drop(
        before instant: UTCInstant, at now: UTCInstant, in database: Database
    ) throws -> SampleRetention? {
        let limit = instant.milliseconds
        let row = try Row.fetchOne(
            database, sql: "SELECT count(*), coalesce(sum(count), 0) FROM samples WHERE last_utc < ?",
            arguments: [limit])
        guard let row, let blocks = row[0] as Int64?, blocks > 0 else { return nil }
        try database.execute(sql: "DELETE FROM samples WHERE last_utc < ?", arguments: [limit])
        return SampleRetention(at: now, before: instant, blocks: blocks, samples: row[1])
    }

    /// - Throws: ``LedgerError/damaged(path:sequence:why:)`` when the row's cells are not what such a row holds.
    static func block(_ row: Row, path: String) throws -> SampleBlock {
        guard let block = block(row) else {
            throw LedgerError.damaged(
                path: path, sequence: Int64.fromDatabaseValue(row["chain_seq"]) ?? 0,
                why: "its raw samples cannot be read")
        }
        return block
    }

    /// The block of a row of the table; nil when its cells are not what such a row holds.
    static func block(_ row: Row) -> SampleBlock? {
        guard let source = String.fromDatabaseValue(row["source"]),
            let first = String.fromDatabaseValue(row["first_utc"]).flatMap(UTCInstant.init(rfc3339:)),
            let last = String.fromDatabaseValue(row["last_utc"]).flatMap(UTCInstant.init(rfc3339:)),
            let count = Int.fromDatabaseValue(row["count"]), let lost = Int.fromDatabaseValue(row["lost"]),
            let data = Data.fromDatabaseValue(row["data"])
        else { return nil }
        return SampleBlock(
            source: source, first: first, last: last, count: count, lost: lost, bytes: [UInt8](data))
    }
}

/// Compares the table with the notes of the chain, along a walk of it.
struct SampleCheck {
    private let statement: Statement
    private var found: Int64 = 0
    /// Rows of the chain whose samples are not in the table, with the time of their last sample.
    private var missing: [(sequence: Int64, note: SampleNote)] = []

    init(_ database: Database) throws {
        statement = try database.makeStatement(sql: "SELECT * FROM samples WHERE chain_seq = ?")
    }

    /// Checks a note of the chain.
    ///
    /// - Returns: how the samples differ from it; nil also when they are not there.
    mutating func check(_ note: SampleNote, sequence: Int64) throws -> String? {
        guard let row = try Row.fetchOne(statement, arguments: [sequence]) else {
            missing.append((sequence, note))
            return nil
        }
        found += 1
        guard let block = SampleTable.block(row), block.source == note.source, block.count == note.count,
            block.lost == note.lost, block.first.milliseconds == note.first.milliseconds,
            block.last.milliseconds == note.last.milliseconds,
            ChainDigest.hexadecimal(ChainDigest.fingerprint(block.bytes)) == note.digest
        else { return "the raw samples beside it are not those that were measured" }
        return nil
    }

    /// Notes what was dropped by age: exactly those may be missing.
    ///
    /// - Returns: why the row is not one that this program makes.
    mutating func check(_ retention: SampleRetention) -> String? {
        guard retention.before.advanced(bySeconds: 86_400) <= retention.at else {
            return "it drops samples of the last day"
        }
        let limit = retention.before.milliseconds
        let dropped = missing.filter { $0.note.last.milliseconds < limit }
        missing.removeAll { $0.note.last.milliseconds < limit }
        let samples = dropped.reduce(Int64(0)) { $0 + Int64($1.note.count) }
        guard dropped.count == retention.blocks, samples == retention.samples else {
            return "it accounts for \(retention.blocks) blocks of \(retention.samples) samples, and "
                + "\(dropped.count) of \(samples) are missing"
        }
        return nil
    }

    /// The check that only the end of the chain allows.
    func finish(_ database: Database) throws -> ChainVerifier.Difference? {
        if let first = missing.first {
            return .init(
                sequence: first.sequence, kind: SampleNote.kind,
                what: "its raw samples are missing, and no row says that they were dropped")
        }
        let count = try Int64.fetchOne(database, sql: "SELECT count(*) FROM samples") ?? 0
        guard count != found else { return nil }
        return .init(
            sequence: nil, kind: "samples", what: "\(count) rows where the chain accounts for \(found)")
    }
}
