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

    fileprivate var order: String {
        switch self {
        case .events, .decisions, .samples: "chain_seq"
        case .intervals: "interval_start_utc, group_name, is_shadow"
        case .claims: "interval_start_utc, group_name, kind, is_shadow"
        case .sources: "name"
        }
    }

    /// Rows from ?1 on and before ?2; an event counts with any part of it.
    fileprivate var span: String {
        let (from, until) =
            switch self {
            case .events: ("coalesce(ended_at_utc, '9999') >", "started_at_utc")
            case .intervals, .claims: ("interval_start_utc >=", "interval_start_utc")
            case .decisions: ("at_utc >=", "at_utc")
            case .sources: ("'9999' >", "''")
            case .samples: ("last_at_utc >=", "first_at_utc")
            }
        return "(?1 IS NULL OR \(from) ?1) AND (?2 IS NULL OR \(until) < ?2)"
    }
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
        let zone = MarketTimeZone.centralPrevailing
        let start = from.map { zone.startOfDay($0).milliseconds }
        let end = through.map { zone.startOfDay($0.advanced(byDays: 1)).milliseconds }
        try queue.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT * FROM \(view.rawValue) WHERE \(view.span) ORDER BY \(view.order)",
                arguments: [start, end])
            let columns = rows.columnNames
            while let row = try rows.next() {
                try each(zip(row.databaseValues, columns).map { LedgerCell($0, column: $1) })
            }
        }
    }
}
