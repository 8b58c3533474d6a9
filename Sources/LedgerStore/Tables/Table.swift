import GRDB
import GridUnits
import Settlement

/// A table that is filled from the chain, declared by the kind of content that fills it.
///
/// Its SQL, the row of an entry, the comparison that `verify` makes, the version that a row revises and the view of the
/// promise follow from the declaration. To give a kind of row a table, write a file in this folder that lets its content
/// conform to ``TabledContent``; nothing else names it. A kind that stands in the chain alone needs none.
struct Table<Content: Sendable>: Sendable {
    let layout: LedgerTable
    private let interval: (@Sendable (Content) -> SettlementInterval)?
    private let columns: [Column<Content>]

    /// A table of which a row has one state, the newest.
    ///
    /// - Parameters:
    ///   - name: of the table.
    ///   - key: the columns of its primary key, which stand first: SQLite 3.40 finds fault with a sound file otherwise.
    ///   - isReplaced: whether a later row of the same key takes the place of an earlier one.
    ///   - columns: in order.
    ///   - indexes: in SQL.
    ///   - view: its view of the promise; nil where nothing is promised.
    init(
        _ name: String, key: String, isReplaced: Bool = false, columns: [Column<Content>],
        indexes: [String] = [], view: ViewDeclaration? = nil
    ) {
        layout = LedgerTable(
            name: name, columns: columns.map { ($0.name, $0.type) }, primaryKey: [key], versionKey: nil,
            isReplaced: isReplaced, indexes: indexes, view: view)
        interval = nil
        self.columns = columns
    }

    /// A table of versions: what an interval is settled to again is another row, and the earlier ones stay.
    ///
    /// - Parameters:
    ///   - name: of the table.
    ///   - interval: of a row.
    ///   - key: the columns that tell the rows of one interval apart.
    ///   - columns: behind the key and the columns of every version.
    ///   - view: its view of the promise; nil where nothing is promised.
    init(
        _ name: String, of interval: @escaping @Sendable (Content) -> SettlementInterval,
        versionsBy key: [Column<Content>], columns: [Column<Content>], view: ViewDeclaration? = nil
    ) {
        let all = [.start] + key + [.version, .sequence, .replaces] + columns
        layout = LedgerTable(
            name: name, columns: all.map { ($0.name, $0.type) },
            primaryKey: ["start_utc"] + key.map(\.name) + ["version"], versionKey: key.map(\.name),
            isReplaced: false, indexes: [], view: view)
        self.interval = interval
        self.columns = all
    }

    /// The row that the chain puts into the table.
    func content(_ content: Content) -> TableContent {
        TableContent(table: layout, interval: interval?(content)) { place, columns throws(LedgerError) in
            var values: [DatabaseValue] = []
            values.reserveCapacity(columns.count)
            for column in self.columns[columns] { values.append(try column.cell(content, place)) }
            return values
        }
    }
}

/// Content of rows that is put into a table too, where SQL finds it.
protocol TabledContent: Sendable {
    static var layout: LedgerTable { get }

    /// The row in the table; nil for content that has none there.
    var tableContent: TableContent? { get }
}

/// Content that is a row of a table of its own.
protocol TableRow: TabledContent {
    static var table: Table<Self> { get }
}

extension TableRow {
    static var layout: LedgerTable { table.layout }

    var tableContent: TableContent? { Self.table.content(self) }
}

/// One column: its name, its type in SQL, and its value.
struct Column<Content>: Sendable {
    let name: String
    let type: String
    let cell: @Sendable (Content, RowPlace) throws(LedgerError) -> DatabaseValue

    private init(
        _ name: String, _ type: String,
        _ cell: @escaping @Sendable (Content, RowPlace) throws(LedgerError) -> DatabaseValue
    ) {
        self.name = name
        self.type = type
        self.cell = cell
    }

    /// A column with the form that its type has everywhere; optional ones may be null.
    init<Value: CellValue>(_ name: String, _ value: @escaping @Sendable (Content) -> Value) {
        self.init(name, Value.columnType) { content, _ throws(LedgerError) in try value(content).cell() }
    }

    /// The row's place in the chain.
    static var sequence: Column {
        Column("chain_seq", "INTEGER NOT NULL") { _, place in place.sequence.databaseValue }
    }

    /// Counts the versions of what the row is about, from 1.
    static var version: Column {
        Column("version", "INTEGER NOT NULL") { _, place in place.version.databaseValue }
    }

    /// The row that it revises.
    static var replaces: Column {
        Column("replaces_seq", "INTEGER") { _, place in place.replaces?.databaseValue ?? .null }
    }

    /// The start of the row's interval, UTC.
    static var start: Column {
        Column("start_utc", "TEXT NOT NULL") { _, place in place.label?.start ?? .null }
    }

    /// The operating day of the row's interval.
    static var operatingDay: Column {
        Column("operating_day", "TEXT NOT NULL") { _, place in place.label?.operatingDay ?? .null }
    }

    /// A part of the market key of the row's interval.
    static func key<Value: CellValue>(
        _ name: String, _ value: @escaping @Sendable (SettlementInterval.Key) -> Value
    ) -> Column {
        Column(name, Value.columnType) { _, place throws(LedgerError) in
            guard let label = place.label else { return .null }
            return try value(label.key).cell()
        }
    }
}

/// Where a row stands, which its content does not say.
struct RowPlace {
    let sequence: Int64
    var version: Int64 = 1
    var replaces: Int64?
    /// Of its interval; nil for rows that are of none.
    var label: IntervalLabels.Label?
}

/// The row of a chain entry in its table.
struct TableContent {
    let table: LedgerTable
    /// The interval that the row is of.
    let interval: SettlementInterval?
    /// The values of some columns of the row.
    let values: (RowPlace, Range<Int>) throws(LedgerError) -> [DatabaseValue]

    /// The row, with the columns that name its interval.
    ///
    /// - Throws: ``LedgerError/unrecordable(_:)`` when a value does not fit its column.
    func row(_ place: RowPlace, labels: inout IntervalLabels) throws(LedgerError) -> ProjectionRow {
        var place = place
        if let interval { place.label = labels.label(of: interval) }
        return ProjectionRow(table: table, values: try values(place, 0..<table.columns.count))
    }

    /// The key of the row's versions; nil for a table without versions.
    func subject() throws(LedgerError) -> RevisionFinder.Subject? {
        guard let interval, let key = table.versionKey else { return nil }
        return RevisionFinder.Subject(
            table: table, start: interval.start,
            key: try values(RowPlace(sequence: 0), 1..<1 + key.count))
    }
}

/// One row of a table.
struct ProjectionRow {
    let table: LedgerTable
    let values: [DatabaseValue]
}

/// The columns that name an interval, worked out once for the rows that share it.
struct IntervalLabels {
    struct Label {
        let interval: SettlementInterval
        let key: SettlementInterval.Key
        let start: DatabaseValue
        let operatingDay: DatabaseValue
    }

    private var last: Label?

    mutating func label(of interval: SettlementInterval) -> Label {
        if let last, last.interval == interval { return last }
        let key = interval.key()
        let label = Label(
            interval: interval, key: key, start: interval.start.milliseconds.databaseValue,
            operatingDay: key.operatingDay.description.databaseValue)
        last = label
        return label
    }
}
