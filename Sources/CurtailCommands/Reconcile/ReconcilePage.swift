import GridUnits
import Settlement
import SiteReports

/// A comparison for people: the lines that differ, and what each run comes to.
enum ReconcilePage {
    static func text(_ comparison: Reconciliation, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        var table = TextTable([
            .left("RUN"), .left("DAY"), .left("INTERVAL"), .flexible("CLAIM"), .flexible("PROGRAM"),
            .right("OURS USD"), .right("STATEMENT"), .right("DIFFERENCE"),
        ])
        for line in comparison.lines where comparison.isDiffering(line) {
            let subject = line.subject
            table.rows.append([
                subject.run, subject.day.description,
                String((subject.interval?.start.milliseconds ?? "").dropFirst(11).prefix(5)),
                subject.kind.rawValue, subject.program ?? "",
                line.ours?.decimal(places: 2) ?? unknownText,
                line.theirs?.decimal(places: 2) ?? unknownText, line.difference.decimal(places: 2),
            ])
        }
        if !table.rows.isEmpty { page.table(table) }
        for run in comparison.runs {
            page.plain(
                "\(run.name.isEmpty ? "" : "\(run.name): ")\(run.differing) of \(run.lines) lines differ, "
                    + "by \(run.difference.decimal(places: 2)) USD in all.")
        }
        return page.text
    }
}
