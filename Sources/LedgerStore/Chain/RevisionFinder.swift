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

    /// What a row is a version of.
    struct Subject {
        let table: Projection
        let start: UTCInstant
        /// In the order of ``Projection/versionKey``.
        let key: [DatabaseValue]
    }

    private let database: Database
    private var instants = InstantText()
    private var newest: [Projection: String] = [:]
    /// Versions written by this transaction at the newest start of their table.
    private var written: [Projection: [[DatabaseValue]: Version]] = [:]

    init(_ database: Database) throws {
        self.database = database
        for table in Projection.allCases where table.versionKey != nil {
            newest[table] =
                try String.fetchOne(database, sql: "SELECT max(start_utc) FROM \(table.rawValue)") ?? ""
        }
    }

    /// What a record is a version of; nil for records that are never revised.
    static func subject(of record: LedgerRecord) -> Subject? {
        switch record {
        case .interval(let settled, _):
            Subject(
                table: .intervals, start: settled.energy.interval.start,
                key: [settled.energy.group.databaseValue, settled.energy.isShadow.databaseValue])
        case .basis(let basis, _): Subject(table: .bases, start: basis.interval.start, key: [])
        case .claim(let claim, _):
            Subject(
                table: .claims, start: claim.interval.start,
                key: [
                    claim.group.databaseValue, claim.kind.rawValue.databaseValue, claim.program.databaseValue,
                    claim.isShadow.databaseValue,
                ])
        case .policy, .input, .decision, .event, .fact, .load: nil
        }
    }

    mutating func latest(of subject: Subject) throws -> Version? {
        let text = instants.text(subject.start)
        if let newestStart = newest[subject.table] {
            if text > newestStart { return nil }
            if text == newestStart, let versions = written[subject.table] { return versions[subject.key] }
        }
        let condition = (subject.table.versionKey ?? []).map { " AND \($0) = ?" }.joined()
        let statement = try database.cachedStatement(
            sql: """
                SELECT chain_seq, version FROM \(subject.table.rawValue) WHERE start_utc = ?\(condition)
                ORDER BY version DESC LIMIT 1
                """)
        let row = try Row.fetchOne(
            statement, arguments: StatementArguments([text.databaseValue] + subject.key))
        return row.map { Version(sequence: $0[0], version: $0[1]) }
    }

    /// Takes notice of a row that was just written.
    mutating func note(_ subject: Subject, sequence: Int64, version: Int64) {
        let start = instants.text(subject.start)
        guard let newestStart = newest[subject.table] else { return }
        if start > newestStart {
            newest[subject.table] = start
            written[subject.table] = [:]
        } else if start < newestStart || written[subject.table] == nil {
            return
        }
        written[subject.table]?[subject.key] = Version(sequence: sequence, version: version)
    }
}
