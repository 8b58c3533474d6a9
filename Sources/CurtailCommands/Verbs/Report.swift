import ArgumentParser
import ControlSocket
import GridMarket
import GridUnits
import LedgerStore
import SiteRecord
import SiteReports
import SiteStatement

/// `report`: a month's statement.
struct Report: Verb {
    static let configuration = CommandConfiguration(
        abstract: "A month's statement with charts: one HTML file that needs no network.",
        discussion: """
            Totals by claim and program, every curtailment with why and result, charts of price and load, gaps, \
            revisions, and how to check it. With --json, the totals as a document. Days are ERCOT operating days.
            Example: curtailctl report --month 2026-07 -o july.html
            """)

    @Option(help: ArgumentHelp("The month.", valueName: "YYYY-MM"), transform: Self.month)
    var month: StatementMonth

    @OptionGroup var file: FileOptions
    @OptionGroup var source: LedgerFileOptions
    @OptionGroup var output: OutputOptions

    private static func month(_ text: String) throws -> StatementMonth {
        guard let month = StatementMonth(text) else {
            throw ValidationError("a month is four digits, a hyphen and two digits: 2026-07")
        }
        return month
    }

    func execute(on terminal: Terminal) throws {
        let reader = try source.open()
        let statement = try SiteStatement(reader, month: month, issuedAt: TimeText.now)
        if file.path != nil || !output.json {
            try file.write(on: terminal) { write in try write(statement.html()) }
        }
        if output.json {
            terminal.line(try document(statement, reader).json)
        } else if let path = file.path {
            let intervals = statement.intervals
            let missing = intervals.missing > 0 ? ", \(intervals.missing) intervals are not settled" : ""
            terminal.line("The statement of \(month.name) is in \(path)\(missing).")
        }
    }

    private func document(_ statement: SiteStatement, _ reader: LedgerReader) throws -> JSONValue {
        let credits = try Credits(from: month.first, to: month.last, by: .month).reply(from: reader)
        return [
            "schema": "curtaild.report/1", "month": .text("\(month)"), "site": .orNull(statement.siteName),
            "file": .orNull(file.path), "intervals": .count(statement.intervals.settled),
            "intervals_missing": .count(statement.intervals.missing),
            "events": .count(statement.eventCount),
            "total": try JSONValue(parsing: credits.total.canonicalBytes),
            "ledger": ["rows": .count(statement.head.rows), "head": .text(statement.head.digest)],
        ]
    }
}
