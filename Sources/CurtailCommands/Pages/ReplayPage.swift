import CurtailmentEngine
import GridUnits
import HistoryReplay
import Settlement

/// A replay's findings for people.
enum ReplayPage {
    static func text(_ report: ReplayReport, policy: SitePolicy, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        page.heading(
            "\(policy.name), \(policy.settlementPoint.name), \(report.from.seconds) to \(report.to.seconds), "
                + "foresight \(report.foresight.rawValue)")
        if report.foresight == .interval {
            page.plain("Each decision saw the price of its own interval, which no live decision can.")
        }
        let claims = report.claims
        var rows: [[String]] = [
            ["Intervals with a price", "\(report.intervals)", ""],
            ["Intervals without", "\(report.missing)", ""],
            ["Curtailment events", "\(report.events)", ""],
            ["Would have been consumed", report.baseline.megawattHours(places: 3), "MWh"],
            ["Consumed", report.consumed.megawattHours(places: 3), "MWh"],
            ["Curtailed", report.curtailed.megawattHours(places: 3), "MWh"],
            ["Energy avoided", claims.energyAvoided.decimal(places: 2), "USD"],
            ["Lost hash", claims.lostHash.decimal(places: 2), "USD"],
        ]
        if claims.restartCost != .zero {
            rows.append(["Restarts", claims.restartCost.decimal(places: 2), "USD"])
        }
        rows.append(["Net against never curtailing", claims.net.decimal(places: 2), "USD"])
        rows.append([
            "Net with every price known", report.perfectForesight?.decimal(places: 2) ?? unknownText, "USD",
        ])
        if let rival = report.twoStrike {
            rows.append([
                "Net of strikes \(strikes(rival.rule))", rival.net.decimal(places: 2), "USD",
            ])
        }
        let label = rows.map { $0[0].count }.max() ?? 0
        let number = rows.map { $0[1].count }.max() ?? 0
        for row in rows {
            page.line(
                "\(row[0].fitted(to: label))  \(row[1].fitted(to: number, isRight: true)) \(row[2])"
                    .trimmedAtEnd)
        }
        if let reason = report.perfectForesightReason { page.plain("Not known with every price: \(reason).") }
        if let rival = report.twoStrike { page.plain(sentence(rival, against: report)) }
        return page.text
    }

    /// What the rule of two strikes is and how it did.
    static func sentence(_ rival: TwoStrikeResult, against report: ReplayReport) -> String {
        let ours = report.claims.net - rival.net
        let comparison =
            ours < .zero
            ? "\((-ours).decimal(places: 2)) USD more" : "\(ours.decimal(places: 2)) USD less"
        let origin =
            rival.pairsTried.map {
                " They are the best of \($0) pairs in hindsight: a rival that nobody could have been."
            } ?? ""
        return
            "The strikes take the whole site down at \(rival.rule.high.decimal) USD/MWh and above, and up at "
            + "\(rival.rule.low.decimal) and below: \(rival.events) \(rival.events == 1 ? "event" : "events"), "
            + "\(rival.curtailed.megawattHours(places: 3)) MWh, \(comparison) than this configuration.\(origin)"
    }

    static func strikes(_ rule: TwoStrikeRule) -> String { "\(rule.high.decimal)/\(rule.low.decimal)" }
}
