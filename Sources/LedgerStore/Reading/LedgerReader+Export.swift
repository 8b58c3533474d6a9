import GRDB

/// The views of the promise.
package enum LedgerView: String, Hashable, Sendable, CaseIterable {
    case events = "v_events"
    case intervals = "v_intervals"
    case claims = "v_claims"
    case decisions = "v_decisions"
    case sources = "v_sources"

    fileprivate var order: String {
        switch self {
        case .events, .decisions: "chain_seq"
        case .intervals: "interval_start_utc, group_name"
        case .claims: "interval_start_utc, group_name, kind"
        case .sources: "name"
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

    /// Hands out every row of a view as text, one at a time; null is nil.
    ///
    /// - Parameters:
    ///   - view: the view to read.
    ///   - each: takes the values in the order of ``columns(of:)``.
    /// - Throws: GRDB's error when the file cannot be read, and whatever `each` throws.
    package func export(_ view: LedgerView, _ each: ([String?]) throws -> Void) throws {
        try queue.read { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT * FROM \(view.rawValue) ORDER BY \(view.order)")
            while let row = try rows.next() {
                try each(row.databaseValues.map { Self.text($0) })
            }
        }
    }

    private static func text(_ value: DatabaseValue) -> String? {
        switch value.storage {
        case .null: nil
        case .int64(let number): String(number)
        case .string(let text): text
        case .double, .blob: value.description
        }
    }
}
