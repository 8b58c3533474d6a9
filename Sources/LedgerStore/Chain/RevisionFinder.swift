import Foundation
import GRDB
import GridUnits
import Settlement

/// Finds the version of an interval, a basis or a claim that a new one revises.
///
/// Time mostly moves on, and an interval later than all in the table has no earlier version: it is not looked
/// up.
struct RevisionFinder {
    struct Version {
        let sequence: Int64
        let version: Int64
    }

    /// The key of a row's versions.
    struct Subject {
        let table: LedgerTable
        let start: UTCInstant
        /// In the order of ``LedgerTable/versionKey``.
        let key: [DatabaseValue]
    }

    private let database: Database
    private var instants = InstantText()
    /// By the table's name, as ``written``.
    private var newest: [String: String] = [:]
    /// Versions written by this transaction at the newest start of their table.
    private var written: [String: [[DatabaseValue]: Version]] = [:]

    init(_ database: Database) throws {
        self.database = database
        for table in LedgerTable.all where table.versionKey != nil {
            newest[table.name] =
                try String.fetchOne(database, sql: "SELECT max(start_utc) FROM \(table.name)") ?? ""
        }
    }

    mutating func latest(of subject: Subject) throws -> Version? {
        let text = instants.text(subject.start)
        if let newestStart = newest[subject.table.name] {
            if text > newestStart { return nil }
            if text == newestStart, let versions = written[subject.table.name] {
                return versions[subject.key]
            }
        }
        let statement = try database.cachedStatement(sql: subject.table.latest)
        let row = try Row.fetchOne(
            statement, arguments: StatementArguments([text.databaseValue] + subject.key))
        return row.map { Version(sequence: $0[0], version: $0[1]) }
    }

    /// Remembers a row that was just written.
    mutating func note(_ subject: Subject, sequence: Int64, version: Int64) {
        let start = instants.text(subject.start)
        guard let newestStart = newest[subject.table.name] else { return }
        if start > newestStart {
            newest[subject.table.name] = start
            written[subject.table.name] = [:]
        } else if start < newestStart || written[subject.table.name] == nil {
            return
        }
        written[subject.table.name]?[subject.key] = Version(sequence: sequence, version: version)
    }
}
