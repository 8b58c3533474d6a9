import ArgumentParser
import ControlSocket
import GridUnits
import LedgerStore
import Settlement
import SiteRecord

/// `reconcile`: a settlement statement against the ledger.
struct Reconcile: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Compare a settlement statement with the ledger, line by line.",
        discussion: """
            The statement is CSV (RFC 4180, as spreadsheets write it) with the columns operating_day, claim \
            (energyAvoided, asCapacityDAM, …) and amount_usd, and where it has them settlement_run (initial, final, \
            true_up), interval_start_utc (empty for a whole day) and program (empty for all). Lines of one run, day, \
            interval, claim and program are added up; each run is compared by itself, and has to name all that a \
            QSE settles on the days from its first to its last. The statement as a whole has to come to every day \
            of its months on which the ledger has such money, or of --from to --to. Exit code 65 when anything \
            differs by more than the tolerance, is left out or cannot be read. Nothing is written: a correction comes as a price, an award or \
            a usage, and settles its intervals once more.
            Example: curtailctl reconcile final-2026-07.csv --ledger /var/lib/curtaild/ledger.sqlite
            """)

    @Argument(help: "The statement.")
    var file: String

    @OptionGroup var source: LedgerFileOptions

    @Option(help: ArgumentHelp("Dollars up to which a difference is rounding.", valueName: "usd"))
    var tolerance = "0.01"

    @Option(
        help: ArgumentHelp(
            "First operating day that it should name. (default: of the month in which it begins)",
            valueName: "day"),
        transform: TimeText.day)
    var from: CalendarDate?

    @Option(
        help: ArgumentHelp(
            "Last operating day that it should name. (default: of the month in which it ends)",
            valueName: "day"),
        transform: TimeText.day)
    var to: CalendarDate?

    @Option(
        help: ArgumentHelp("The ledger as it was known then.", valueName: "instant"),
        transform: TimeText.instant)
    var asOf: UTCInstant?

    @OptionGroup var output: OutputOptions

    func validate() throws { _ = try toleratedDifference() }

    private func toleratedDifference() throws -> Money {
        guard let amount = try? Money(decimal: tolerance), amount >= .zero else {
            throw ValidationError("--tolerance is dollars, zero or more, such as 0.01.")
        }
        return amount
    }

    func execute(on terminal: Terminal) throws {
        let progress = terminal.progressLine("lines", isDocument: output.json)
        defer { progress?.finish() }
        let statement = try StatementFile(path: file, progress: progress?.update)
        progress?.finish()
        complain(of: statement, on: terminal)
        guard !statement.lines.isEmpty else {
            throw CommandFailure(
                CommandFailure.badData,
                "\(file) has no line that could be read, so that nothing was compared.")
        }
        let comparison = try Reconciliation(
            statement, source.open(), from: from, through: to, tolerance: try toleratedDifference(),
            asOf: asOf)
        if output.json {
            terminal.line(comparison.document.json)
        } else {
            terminal.write(ReconcilePage.text(comparison, terminal.style))
        }
        guard comparison.differing == 0, statement.rejected == 0 else {
            throw CommandFailure(
                CommandFailure.badData,
                "\(comparison.differing) of \(comparison.lines.count) lines differ by more than "
                    + "\(tolerance) USD, \(statement.rejected) could not be read. Nothing was changed. "
                    + nextStep(comparison))
        }
    }

    private func complain(of statement: StatementFile, on terminal: Terminal) {
        if !statement.unknownColumns.isEmpty {
            let names = statement.unknownColumns.map { "\"\($0.prefix(40))\"" }.joined(separator: ", ")
            terminal.complain("curtailctl: columns passed over: \(names)")
        }
        for rejection in statement.rejections { terminal.complain("curtailctl: rejected: \(rejection)") }
        let more = statement.rejected - statement.rejections.count
        if more > 0 { terminal.complain("curtailctl: rejected: \(more) more lines") }
    }

    /// How to see what the first differing line rests on.
    private func nextStep(_ comparison: Reconciliation) -> String {
        guard let day = comparison.lines.first(where: comparison.isDiffering)?.subject.day else { return "" }
        let ledger = source.ledger.map { " --ledger \($0)" } ?? ""
        return "What it rests on: curtailctl credits --from \(day) --to \(day) --by interval\(ledger)"
    }
}
