import ControlLoop
import Foundation
import GRDB
import GridUnits
import Settlement

/// Finds the version of an interval or claim that a new one revises.
///
/// Time mostly moves on, and an interval later than all in the table has no earlier version: it is not looked
/// up.
struct RevisionFinder {
    struct Version {
        let sequence: Int64
        let version: Int64
    }

    private let database: Database
    private var instants = InstantText()
    private var newest: [Projection: String] = [:]
    /// Versions written by this transaction at the newest start of their table.
    private var written: [Projection: [[DatabaseValue]: Version]] = [:]

    init(_ database: Database) throws {
        self.database = database
        for table in [Projection.intervals, .claims] {
            newest[table] =
                try String.fetchOne(database, sql: "SELECT max(start_utc) FROM \(table.rawValue)") ?? ""
        }
    }

    mutating func latest(of record: LedgerRecord) throws -> Version? {
        switch record {
        case .interval(let interval, _, _):
            try latest(
                in: .intervals, start: interval.interval.start,
                key: [interval.group.databaseValue, interval.isShadow.databaseValue],
                condition: "group_name = ? AND shadow = ?")
        case .claim(let claim, _):
            try latest(
                in: .claims, start: claim.interval.start,
                key: [
                    claim.group.databaseValue, claim.kind.rawValue.databaseValue,
                    claim.isShadow.databaseValue,
                ],
                condition: "group_name = ? AND kind = ? AND shadow = ?")
        case .policy, .input, .decision, .event: nil
        }
    }

    /// Takes notice of a row that was just written.
    mutating func note(_ row: ProjectionRow, sequence: Int64, version: Int64) {
        let key: [DatabaseValue]
        switch row.table {
        // The columns are those of `Projection`: group, kind where there is one, and shadow.
        case .intervals: key = [row.values[1], row.values[2]]
        case .claims: key = [row.values[1], row.values[2], row.values[3]]
        case .decisions, .events: return
        }
        guard let start = String.fromDatabaseValue(row.values[0]), let newestStart = newest[row.table] else {
            return
        }
        if start > newestStart {
            newest[row.table] = start
            written[row.table] = [:]
        } else if start < newestStart || written[row.table] == nil {
            return
        }
        written[row.table]?[key] = Version(sequence: sequence, version: version)
    }

    private mutating func latest(
        in table: Projection, start: UTCInstant, key: [DatabaseValue], condition: String
    ) throws -> Version? {
        let text = instants.text(start)
        if let newestStart = newest[table] {
            if text > newestStart { return nil }
            if text == newestStart, let versions = written[table] { return versions[key] }
        }
        let statement = try database.cachedStatement(
            sql: """
                SELECT chain_seq, version FROM \(table.rawValue) WHERE start_utc = ? AND \(condition)
                ORDER BY version DESC LIMIT 1
                """)
        let row = try Row.fetchOne(statement, arguments: StatementArguments([text.databaseValue] + key))
        return row.map { Version(sequence: $0[0], version: $0[1]) }
    }
}
