import Foundation
import GRDB

/// The quick look at a start: a torn or altered end is found in milliseconds, however long the chain.
enum ChainTail {
    /// Recomputes the digests of the last rows.
    ///
    /// - Throws: ``LedgerError/damaged(path:sequence:why:)`` naming the first row that differs.
    static func check(_ database: Database, rows: Int, path: String) throws {
        let head = try ChainHead.read(database)
        var row = try StoredRow.fetch(database, from: head.sequence - Int64(rows))
        var previous: StoredRow?
        var expected = max(1, head.sequence - Int64(rows))
        while let current = try row.next() {
            guard current.sequence == expected else {
                throw LedgerError.damaged(path: path, sequence: expected, why: "the row is missing")
            }
            let before = previous?.digest ?? (expected == 1 ? ChainDigest.genesis : nil)
            if let before, current.digest(after: before) != current.digest {
                throw LedgerError.damaged(path: path, sequence: expected, why: "its digest does not agree")
            }
            previous = current
            expected += 1
        }
    }
}

/// One row of the chain, byte for byte as it stands in the file.
struct StoredRow {
    let sequence: Int64
    let at: Data
    let kind: Data
    let body: Data
    let digest: Data

    static func fetch(_ database: Database, from sequence: Int64) throws -> StoredRows {
        // As blobs, because a text read as text would end at its first zero byte.
        let cursor = try Row.fetchCursor(
            database,
            sql: """
                SELECT seq, CAST(at_utc AS BLOB), CAST(kind AS BLOB), CAST(body AS BLOB), digest
                FROM chain WHERE seq >= ? ORDER BY seq
                """,
            arguments: [sequence])
        return StoredRows(cursor: cursor)
    }

    /// The expected digest.
    func digest(after previous: Data) -> Data {
        ChainDigest.digest(after: previous, sequence: sequence, kind: kind, at: at, body: body)
    }
}

/// The rows of the chain in order, one at a time.
struct StoredRows {
    private let cursor: RowCursor

    init(cursor: RowCursor) { self.cursor = cursor }

    mutating func next() throws -> StoredRow? {
        try cursor.next().map { row in
            StoredRow(
                sequence: try row.decode(atIndex: 0), at: Self.bytes(row, 1), kind: Self.bytes(row, 2),
                body: Self.bytes(row, 3), digest: Self.bytes(row, 4))
        }
    }

    /// A damaged file may hold what its table forbids; nothing of it agrees with a digest.
    private static func bytes(_ row: Row, _ index: Int) -> Data {
        Data.fromDatabaseValue(row[index]) ?? Data()
    }
}
