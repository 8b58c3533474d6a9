import ControlSocket
import LedgerStore
import SiteRecord

/// The rows of a view as text for other programs.
enum RowText: Hashable, Sendable {
    /// Comma-separated values by RFC 4180: a header, CRLF, quotes where they are needed.
    case csv
    /// One JSON object a line.
    case jsonLines

    /// The text before the rows.
    func header(_ columns: [String]) -> String {
        switch self {
        case .csv: Self.line(columns.map(Self.quoted))
        case .jsonLines: ""
        }
    }

    /// One row, with its line end.
    func row(_ cells: [LedgerCell], columns: [String]) -> String {
        switch self {
        case .csv: Self.line(cells.map(Self.field))
        case .jsonLines:
            JSONValue.object(zip(columns, cells).map { .init($0, Self.value($1, column: $0)) }).json + "\n"
        }
    }

    private static func line(_ fields: [String]) -> String { fields.joined(separator: ",") + "\r\n" }

    private static func field(_ cell: LedgerCell) -> String {
        switch cell {
        case .null: ""
        case .boolean(let value): value ? "true" : "false"
        case .integer(let number): "\(number)"
        case .text(let text): quoted(text)
        }
    }

    /// An empty text is quoted, so that it is told from a value that is not known.
    private static func quoted(_ text: String) -> String {
        let isPlain = !text.isEmpty && !text.utf8.contains { #","\#r\#n"#.utf8.contains($0) }
        return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// Counts and numbers of rows are JSON numbers; what has a unit is text, because a reader that takes numbers for
    /// floating point would round it.
    private static func value(_ cell: LedgerCell, column: String) -> JSONValue {
        switch cell {
        case .null: .null
        case .boolean(let value): .boolean(value)
        case .integer(let number):
            column.hasSuffix("_microwatt_seconds") ? .text("\(number)") : .count(number)
        case .text(let text): .text(text)
        }
    }
}
