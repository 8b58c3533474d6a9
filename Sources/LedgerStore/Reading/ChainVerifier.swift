import SiteRecord
import Settlement
import Foundation
import GRDB

/// Walks the whole chain: digests, projections, and the records for whoever reruns them.
package struct ChainVerifier {
    /// Where the ledger stops agreeing with itself.
    package struct Difference: Hashable, Sendable, CustomStringConvertible {
        /// The first row that differs; nil when a table holds rows that stand nowhere in the chain.
        package let sequence: Int64?
        /// `input`, `decision`, … or the name of the table.
        package let kind: String
        /// The difference in a sentence.
        package let what: String

        package init(sequence: Int64?, kind: String, what: String) {
            self.sequence = sequence
            self.kind = kind
            self.what = what
        }

        package var description: String {
            "\(sequence.map { "row \($0)" } ?? "table") (\(kind)): \(what)"
        }
    }

    /// The findings of a walk.
    package struct Result: Hashable, Sendable {
        /// How many rows of the chain agree.
        package let rows: Int64
        /// The digest of the last of them, 64 hexadecimal digits.
        package let head: String
        /// The first difference; nil where everything agrees.
        package let difference: Difference?
        /// Units that the ledger remembers as asleep by us; nil where no daemon has left its state.
        package let asleep: Set<String>?

        package init(rows: Int64, head: String, difference: Difference?, asleep: Set<String>? = nil) {
            self.rows = rows
            self.head = head
            self.difference = difference
            self.asleep = asleep
        }
    }

    private let reader: LedgerReader

    package init(_ reader: LedgerReader) { self.reader = reader }

    /// Walks from the first row to the last in one consistent view of the file.
    ///
    /// - Parameter each: takes every entry in order, digest already checked; return a text to stop there and
    ///   name that row as the first that differs.
    /// - Returns: the rows walked and the first difference, if any.
    /// - Throws: GRDB's error when the file cannot be opened, and whatever `each` throws.
    package func walk(_ each: (Int64, ChainEntry) throws -> String? = { _, _ in nil }) throws -> Result {
        var unreadable: Result?
        do {
            return try reader.queue.read { database in
                var walk = try ChainWalk(database)
                do {
                    return try check(
                        every: StoredRow.fetch(database, from: .min), in: &walk, of: database, each)
                } catch let error as DatabaseError {
                    // A page that SQLite cannot make sense of: the walk ends at the row that it was on.
                    unreadable = walk.result(
                        Difference(sequence: walk.sequence, kind: "file", what: "it cannot be read: \(error)")
                    )
                    throw error
                }
            }
        } catch let error as DatabaseError {
            guard let unreadable else { throw error }
            return unreadable
        }
    }

    private func check(
        every stored: StoredRows, in walk: inout ChainWalk, of database: Database,
        _ each: (Int64, ChainEntry) throws -> String?
    ) throws -> Result {
        var rows = stored
        while let row = try rows.next() {
            let entry: ChainEntry
            switch try walk.check(row) {
            case .failure(let difference): return walk.result(difference)
            case .success(let taken): entry = taken
            }
            if let text = try each(row.sequence, entry) {
                return walk.result(
                    Difference(sequence: row.sequence, kind: entry.kind, what: text))
            }
        }
        let difference = try walk.finish() ?? StateCheck.difference(database, path: reader.path)
        return walk.result(difference, asleep: try StateCheck.asleep(database))
    }
}

extension ChainVerifier.Difference: Error {}
