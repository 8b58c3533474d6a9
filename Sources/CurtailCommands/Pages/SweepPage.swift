import CurtailmentEngine
import GridUnits
import HistoryReplay
import Settlement
import SiteReports

/// A sweep's runs for people.
enum SweepPage {
    /// Room for the titles of the keys beside the other columns of a table of 100.
    private static let roomForKeys = 48

    static func text(_ sweep: SweepReport, policy: SitePolicy, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        let first = sweep.rows[0].report
        page.heading(
            "\(policy.name), \(first.from.seconds) to \(first.to.seconds), "
                + "foresight \(first.foresight.rawValue), \(sweep.rows.count) runs")
        if first.foresight == .interval {
            page.plain("Each decision saw the price of its own interval, which no live decision can.")
        }
        let titles = titles(of: sweep.paths)
        if titles.isLetters {
            for (title, path) in zip(titles.texts, sweep.paths) { page.plain("\(title) is \(path)") }
        }
        var table = TextTable(
            titles.texts.map { TextTable.Column.flexibleRight($0) }
                + [
                    .right("EVENTS"), .right("CURTAILED MWH"), .right("NET USD"), .right("OF KNOWN"),
                    .left(""),
                ])
        for (index, row) in sweep.rows.enumerated() {
            table.rows.append(row.values + cells(row.report) + [index == sweep.best ? "best" : ""])
        }
        page.table(table)
        page.plain(
            "OF KNOWN is what curtailing earned, as a share of what somebody who knew every price would have."
        )
        let best = sweep.rows[sweep.best].report
        if let reason = best.perfectForesightReason { page.plain("It is not known: \(reason).") }
        if let rival = best.twoStrike {
            page.plain("Beside the best row: " + ReplayPage.sentence(rival, against: best))
        }
        return page.text
    }

    private static func cells(_ report: ReplayReport) -> [String] {
        [
            "\(report.events)", report.curtailed.megawattHours(places: 3),
            report.claims.net.decimal(places: 2), share(report),
        ]
    }

    private static func share(_ report: ReplayReport) -> String {
        guard let share = report.shareOfForesightPerMille else { return unknownText }
        return "\(DecimalText.format(Int128(share), scale: 1, minimumFraction: 1)) %"
    }

    /// The last word of each path where they differ and fit, otherwise letters.
    private static func titles(of paths: [String]) -> (texts: [String], isLetters: Bool) {
        let words = paths.map { String($0.split(separator: ".").last ?? "") }
        let width = words.reduce(0) { $0 + $1.count + 2 }
        guard Set(words).count < words.count || width > roomForKeys else { return (words, false) }
        return (zip("ABCDEFGHIJ", paths).map { letter, _ in String(letter) }, true)
    }
}
