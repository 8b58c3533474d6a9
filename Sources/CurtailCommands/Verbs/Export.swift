import ArgumentParser
import ControlSocket
import GridMarket
import GridUnits
import LedgerStore
import SiteRecord

/// `export`: the ledger's tables for other programs.
struct Export: Verb {
    static let configuration = CommandConfiguration(
        abstract: "The ledger's tables for other programs: JSON Lines or CSV.",
        discussion: """
            The columns are those of the ledger's views, with units in their names; instants are UTC, amounts exact \
            decimals (text in JSON). Intervals and claims are the newest versions. Days are ERCOT operating days.
            Example: curtailctl export --table claims --from 2026-07-01 --to 2026-07-31 --csv -o july.csv
            """)

    @Option(
        help: ArgumentHelp(
            "Which: \(LedgerView.allValueStrings.joined(separator: ", ")).", valueName: "table"))
    var table: LedgerView

    @Flag(help: "Write comma-separated values (RFC 4180) instead of JSON Lines.")
    var csv = false

    @Option(help: ArgumentHelp("First operating day.", valueName: "day"), transform: TimeText.day)
    var from: CalendarDate?

    @Option(help: ArgumentHelp("Last operating day, included.", valueName: "day"), transform: TimeText.day)
    var to: CalendarDate?

    @OptionGroup var file: FileOptions
    @OptionGroup var source: LedgerFileOptions
    @OptionGroup var output: OutputOptions

    /// Rows are handed on in pieces of about this many bytes.
    private static let pieceLength = 65_536

    func validate() throws {
        guard !csv || !output.json else { throw ValidationError("Give --csv or --json, not both.") }
        guard table.hasDays || (from == nil && to == nil) else {
            throw ValidationError("Sources are as they are now: --from and --to have no meaning for them.")
        }
        try TimeText.requireOrder(from, to)
    }

    func execute(on terminal: Terminal) throws {
        let reader = try source.open()
        let columns = try reader.columns(of: table)
        let text = csv ? RowText.csv : .jsonLines
        let rows = try file.write(on: terminal) { write in
            var piece = text.header(columns)
            var rows = 0
            try reader.export(table, from: from, through: to) { cells in
                piece += text.row(cells, columns: columns)
                rows += 1
                guard piece.utf8.count >= Self.pieceLength else { return }
                try write(piece)
                piece.removeAll(keepingCapacity: true)
            }
            if !piece.isEmpty { try write(piece) }
            return rows
        }
        guard let path = file.path else { return }
        let name = table.argument
        let document: JSONValue = [
            "schema": "curtaild.export/1", "table": .text(name), "file": .text(path), "rows": .count(rows),
        ]
        terminal.line(output.json ? document.json : "\(rows) rows of \(name) are in \(path).")
    }
}

extension LedgerView: ExpressibleByArgument {
    /// The view's name on the command line, without its mark.
    var argument: String { String(rawValue.dropFirst(2)) }

    /// The view of a name on the command line; nil where there is none.
    package init?(argument: String) { self.init(rawValue: "v_\(argument)") }

    /// The names that `--help` lists.
    package static var allValueStrings: [String] { allCases.map(\.argument) }
}
