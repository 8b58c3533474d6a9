import ArgumentParser
import ControlSocket
import GridUnits
import LedgerStore
import Settlement

/// `reconcile`: a settlement statement against the ledger.
struct Reconcile: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Compare a settlement statement with the ledger, line by line.",
        discussion: """
            The statement is CSV with the columns settlement_run (initial, final, true_up), operating_day, \
            interval_start_utc (empty for a whole day), claim (energyAvoided, asCapacityDAM, …) and amount_usd. Exit \
            code 65 when any line differs by more than the tolerance. Nothing is written: a correction comes as a \
            price, an award or a usage, and settles its intervals once more.
            Example: curtailctl reconcile final-2026-07.csv --ledger /var/lib/curtaild/ledger.sqlite
            """)

    @Argument(help: "The statement.")
    var file: String

    @OptionGroup var source: LedgerFileOptions

    @Option(help: ArgumentHelp("Dollars up to which a difference is rounding.", valueName: "usd"))
    var tolerance = "0.01"

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
        let statement = try StatementFile(path: file)
        let comparison = try Reconciliation(
            statement, source.open(), tolerance: try toleratedDifference(), asOf: asOf)
        for rejection in statement.rejections { terminal.complain("curtailctl: rejected: \(rejection)") }
        try terminal.print(comparison.document, as: output, page: ReconcilePage.text)
        guard comparison.differing.isEmpty, statement.rejections.isEmpty else {
            throw CommandFailure(
                CommandFailure.badData,
                "\(comparison.differing.count) of \(comparison.lines.count) lines differ by more than "
                    + "\(tolerance) USD, \(statement.rejections.count) could not be read. Nothing was changed. "
                    + "What a line rests on: curtailctl credits --by interval, curtailctl explain --at T")
        }
    }
}

/// The document `curtaild.reconcile/1` for people.
enum ReconcilePage {
    static func text(_ document: ControlValue, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        let lines = document["lines"].list
        guard !lines.isEmpty else {
            page.plain("The statement has no line that could be read.")
            return page.text
        }
        var table = TextTable([
            .left("RUN"), .left("DAY"), .left("INTERVAL"), .flexible("CLAIM"), .right("OURS USD"),
            .right("STATEMENT"), .right("DIFFERENCE"),
        ])
        for line in lines {
            table.rows.append([
                line["settlement_run"].shown, line["operating_day"].shown,
                String((line["interval_start"]?.string ?? "").dropFirst(11).prefix(5)), line["claim"].shown,
                line["ours_usd"].shown(places: 2), line["statement_usd"].shown(places: 2),
                line["difference_usd"].shown(places: 2),
            ])
        }
        page.table(table)
        page.plain(
            "\(document["differing"].shown) lines differ, by \(document["difference_usd"].shown(places: 2)) USD in all."
        )
        return page.text
    }
}
