import CurtailmentEngine
import GridMarket
import Settlement

/// A table as SQLite knows it, whatever fills it.
struct LedgerTable: Sendable {
    let name: String
    /// In the order of a row's values.
    let columns: [(name: String, type: String)]
    let primaryKey: [String]
    /// The columns behind `start_utc` that name what a row is a version of; nil where rows have no versions.
    let versionKey: [String]?
    /// Whether a later row of the same key takes the place of an earlier one.
    let isReplaced: Bool
    let indexes: [String]
    let view: ViewDeclaration?

    /// Every table that is filled from the chain: those of the contents that have one.
    static let all: [LedgerTable] = LedgerRecord.contents.compactMap {
        ($0 as? any TabledContent.Type)?.layout
    }

    /// Makes the table and its indexes.
    var creation: String {
        let columns = columns.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
        let options = versionKey == nil ? "STRICT" : "STRICT, WITHOUT ROWID"
        let table = """
            CREATE TABLE \(name) (\(columns), PRIMARY KEY (\(primaryKey.joined(separator: ", ")))) \(options);
            """
        return ([table] + indexes.map { "CREATE INDEX \($0);" }).joined(separator: "\n")
    }

    /// Writes one row.
    var insertion: String {
        let verb = isReplaced ? "INSERT OR REPLACE" : "INSERT"
        let names = columns.map(\.name).joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        return "\(verb) INTO \(name) (\(names)) VALUES (\(marks))"
    }

    /// Finds one row that is equal in every column.
    var comparison: String {
        "SELECT 1 FROM \(name) WHERE " + columns.map { "\($0.name) IS ?" }.joined(separator: " AND ")
    }

    /// Finds the newest version of what a row is a version of: its start, then its key.
    var latest: String {
        let key = (versionKey ?? []).map { " AND \($0) = ?" }.joined()
        return """
            SELECT chain_seq, version FROM \(name) WHERE start_utc = ?\(key) ORDER BY version DESC LIMIT 1
            """
    }

    /// Says of a row called `row` that no later version of it stands, by a recorded row number where one is given.
    func isNewest(upTo sequence: String? = nil) -> String {
        let equal = (["start_utc"] + (versionKey ?? [])).map { "newer.\($0) = row.\($0)" }
        let bound = sequence.map { " AND newer.chain_seq <= \($0)" } ?? ""
        return """
            NOT EXISTS (SELECT 1 FROM \(name) AS newer
                WHERE \(equal.joined(separator: " AND ")) AND newer.version > row.version\(bound))
            """
    }

    /// The rows as a source called `row`: of versions the newest, as they stood at a row of the chain where one is
    /// given.
    func rows(upTo sequence: String? = nil) -> String {
        guard versionKey != nil else { return "\(name) AS row" }
        let bound = sequence.map { "chain_seq <= \($0) AND " } ?? ""
        return "\(name) AS row WHERE \(bound)\(isNewest(upTo: sequence))"
    }
}

extension LedgerRecord {
    /// The row of the record in its table; nil for records that stand in the chain alone.
    var tableContent: TableContent? {
        // An input may bring a signal, which stands among the facts like one that came for settlement alone.
        if let signal { return signal.tableContent }
        return (content as? any TabledContent)?.tableContent
    }
}

extension ChainEntry {
    /// The row that the entry puts into a table.
    ///
    /// - Parameters:
    ///   - sequence: its place in the chain.
    ///   - labels: remembers the market key of the last interval, because rows of one interval come together.
    /// - Returns: nil for entries that stand in the chain alone.
    /// - Throws: ``LedgerError/unrecordable(_:)`` when a value does not fit its column.
    func tableRow(sequence: Int64, labels: inout IntervalLabels) throws(LedgerError) -> ProjectionRow? {
        guard case .record(let record) = content, let made = record.tableContent else { return nil }
        return try made.row(
            RowPlace(sequence: sequence, version: version, replaces: replaces), labels: &labels)
    }
}

/// A view of the promise: its columns, and how an export orders and bounds its rows.
struct ViewDeclaration: Sendable {
    let name: String
    /// The columns, as SQL; units in the names, amounts as decimal text, instants as UTC text.
    let columns: String
    let order: String
    /// The column compared with the first instant and the one compared with the instant behind the last, with
    /// operators.
    let from: String
    let until: String

    /// Makes the view of rows that stand as SQL behind `FROM`.
    func creation(from rows: String) -> String { "CREATE VIEW \(name) AS SELECT \(columns) FROM \(rows)" }

    /// Rows from ?1 on and before ?2.
    var span: String { "(?1 IS NULL OR \(from) ?1) AND (?2 IS NULL OR \(until) < ?2)" }
}
