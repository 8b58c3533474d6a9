import GRDB
package import GridUnits

/// The views of the promise.
package enum LedgerView: String, Hashable, Sendable, CaseIterable {
    case events = "v_events"
    case intervals = "v_intervals"
    case claims = "v_claims"
    case decisions = "v_decisions"
    case sources = "v_sources"
    /// Blocks of raw samples around disturbances, without the samples.
    case samples = "v_samples"

    /// Whether a row belongs to a time; sources say what is now.
    package var hasDays: Bool { self != .sources }

    /// The view as the kind of its rows declares it.
    var declaration: ViewDeclaration? { table?.view ?? Self.others[self] }

    /// The rows that it shows, as SQL behind `FROM`.
    var rows: String { table?.rows() ?? (self == .sources ? "sources" : "samples") }

    private var table: LedgerTable? { LedgerTable.all.first { $0.view?.name == rawValue } }

    /// Views of tables that are not filled from the chain alone.
    private static let others: [LedgerView: ViewDeclaration] = [
        .sources: ViewDeclaration(
            name: "v_sources",
            columns: """
                name, kind, condition, last_at_utc, last_value, accepted AS accepted_count,
                rejected AS rejected_count, last_reason, updated_at_utc
                """,
            order: "name", from: "'9999' >", until: "''"),
        .samples: ViewDeclaration(
            name: "v_samples",
            columns: """
                source, first_utc AS first_at_utc, last_utc AS last_at_utc, count AS sample_count,
                lost AS lost_count, length(data) AS data_bytes, chain_seq
                """,
            order: "chain_seq", from: "last_at_utc >=", until: "first_at_utc"),
    ]
}

/// One value of a view.
package enum LedgerCell: Hashable, Sendable {
    case null
    /// A column that begins with `is_`.
    case boolean(Bool)
    case integer(Int64)
    case text(String)

    fileprivate init(_ value: DatabaseValue, column: String) {
        switch value.storage {
        case .null: self = .null
        case .int64(let number): self = column.hasPrefix("is_") ? .boolean(number != 0) : .integer(number)
        case .string(let text): self = .text(text)
        case .double, .blob: self = .text(value.description)
        }
    }
}

extension LedgerReader {
    /// The names of a view's columns, in order.
    package func columns(of view: LedgerView) throws -> [String] {
        try queue.read {
            try Row.fetchCursor($0, sql: "SELECT * FROM \(view.rawValue)").columnNames.map { $0 }
        }
    }

    /// Hands out every row of a view, one at a time, in one consistent view of the file.
    ///
    /// - Parameters:
    ///   - view: the view to read.
    ///   - from: first operating day; nil for the first there is.
    ///   - through: last operating day, included; nil for the last there is.
    ///   - each: takes the values in the order of ``columns(of:)``.
    /// - Throws: GRDB's error when the file cannot be read, and whatever `each` throws.
    package func export(
        _ view: LedgerView, from: CalendarDate? = nil, through: CalendarDate? = nil,
        _ each: ([LedgerCell]) throws -> Void
    ) throws {
        guard let declaration = view.declaration else { return }
        let zone = MarketTimeZone.centralPrevailing
        let start = from.map { zone.startOfDay($0).milliseconds }
        let end = through.map { zone.startOfDay($0.advanced(byDays: 1)).milliseconds }
        try queue.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT * FROM \(view.rawValue)
                    WHERE \(declaration.span) ORDER BY \(declaration.order)
                    """,
                arguments: [start, end])
            let columns = rows.columnNames
            while let row = try rows.next() {
                try each(zip(row.databaseValues, columns).map { LedgerCell($0, column: $1) })
            }
        }
    }
}
