import ControlSocket

/// The document `curtaild.reconcile/1` for people: the lines that differ, and what each run comes to.
enum ReconcilePage {
    static func text(_ document: ControlValue, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        var table = TextTable([
            .left("RUN"), .left("DAY"), .left("INTERVAL"), .flexible("CLAIM"), .flexible("PROGRAM"),
            .right("OURS USD"), .right("STATEMENT"), .right("DIFFERENCE"),
        ])
        for line in document["lines"].list where line["differs"].shown == "yes" {
            table.rows.append([
                line["settlement_run"].shown, line["operating_day"].shown,
                String((line["interval_start"]?.string ?? "").dropFirst(11).prefix(5)), line["claim"].shown,
                line["program"]?.string ?? "", line["ours_usd"].shown(places: 2),
                line["statement_usd"].shown(places: 2), line["difference_usd"].shown(places: 2),
            ])
        }
        if !table.rows.isEmpty { page.table(table) }
        for run in document["runs"].list {
            let name = run["settlement_run"].shown
            page.plain(
                "\(name.isEmpty ? "" : "\(name): ")\(run["differing"].shown) of \(run["lines"].shown) lines differ, "
                    + "by \(run["difference_usd"].shown(places: 2)) USD in all.")
        }
        return page.text
    }
}
