import CurtailmentEngine
import GridUnits
import HistoryReplay
import Settlement
import SiteReports

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
        let rows = amounts(report)
        let label = rows.map { $0[0].count }.max() ?? 0
        let number = rows.map { $0[1].count }.max() ?? 0
        for row in rows {
            page.line(
                "\(row[0].fitted(to: label))  \(row[1].fitted(to: number, isRight: true)) \(row[2])"
                    .trimmedAtEnd)
        }
        if report.doubted > 0 {
            page.plain(
                "The meter said what this site cannot have drawn, or went back, in \(report.doubted) of the intervals: "
                    + "there the units are read, and the money is an estimate. Look at its unit (MWh, not kWh) and, "
                    + "if it is right, at site.fixed_mw and the groups.")
        }
        if let reason = report.perfectForesightReason { page.plain("Not known with every price: \(reason).") }
        if let rival = report.twoStrike { page.plain(sentence(rival, against: report)) }
        return page.text
    }

    /// The energy and the earnings; every kind of claim that occurs, so that the lines add up to their sums.
    private static func amounts(_ report: ReplayReport) -> [[String]] {
        let claims = report.claims
        var rows: [[String]] = [
            ["Intervals with a price", "\(report.intervals)", ""],
            ["Intervals without", "\(report.missing)", ""],
            ["Curtailment events", "\(report.events)", ""],
            ["Would have been consumed", report.baseline.megawattHours(places: 3), "MWh"],
            ["Consumed", report.consumed.megawattHours(places: 3), "MWh"],
            ["Curtailed", report.curtailed.megawattHours(places: 3), "MWh"],
        ]
        func add(_ label: String, _ amount: Money?) {
            rows.append([label, amount?.decimal(places: 2) ?? unknownText, "USD"])
        }
        for kind in Claim.Kind.allCases where kind.isIncremental && !kind.isContingent {
            let amount = claims.amount(of: kind)
            guard amount != .zero || kind == .energyAvoided || kind == .lostHash else { continue }
            add(kind.title, kind.isCost ? -amount : amount)
        }
        add("Net against never curtailing", claims.incremental)
        add("Net with every price known", report.perfectForesight)
        if let rival = report.twoStrike {
            add("Net of strikes \(strikes(rival.rule))", rival.incremental)
        }
        let paidAnyway = Claim.Kind.allCases.filter { !$0.isIncremental && claims.amount(of: $0) != .zero }
        for kind in paidAnyway { add(kind.title, claims.amount(of: kind)) }
        if !paidAnyway.isEmpty { add("Net with what is paid anyway", claims.net) }
        for kind in claims.kinds where kind.isContingent { add(kind.title, claims.amount(of: kind)) }
        return rows
    }

    /// The rule of two strikes and its result.
    static func sentence(_ rival: TwoStrikeResult, against report: ReplayReport) -> String {
        let ours = report.claims.incremental - rival.incremental
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
