import CurtailmentEngine
import GridMarket
import GridUnits
import LedgerStore
import Settlement
import SiteReports

/// The day as its ledger has it, when it is over.
struct DemoSummary {
    private let events: [(event: CurtailmentEvent, settled: LedgerSettlement?)]
    private let totals: SettledTotals
    private let path: String

    /// Reads the ledger.
    ///
    /// - Throws: ``DemoFailure`` when the day is not whole.
    init(ledgerPath: String) throws {
        path = ledgerPath
        let reader = try LedgerReader(path: ledgerPath)
        events = try reader.events().map { found in
            let settled = try reader.settlement(
                from: found.event.startedAt, until: found.event.endedAt ?? SyntheticDay.start(ofQuarter: 96),
                isShadow: false)
            return (found.event, settled)
        }
        totals = try reader.totals(of: SyntheticDay.date).totals
        let settledUntil = try reader.lastSettledEnd()
        let isWhole = events.count == 2 && events.allSatisfy { $0.event.endedAt != nil }
        // What comes after the last curtailment earns nothing, and a busy host may not get to its last price.
        let lastEnd = events.compactMap(\.event.endedAt).max()
        guard isWhole, let settledUntil, let lastEnd, settledUntil >= lastEnd else {
            let settled = try reader.lastSettledEnd()?.seconds ?? "never"
            let states = events.map { "\($0.event.id) \($0.event.state.rawValue)" }.joined(separator: ", ")
            throw DemoFailure(
                description:
                    "The day did not end as it should: two completed curtailments and settlement past their end "
                    + "were expected; found [\(states)], settled until \(settled). This host "
                    + "may be too busy. Try: curtaild demo (without --fast). Look: curtailctl log --ledger \(path)"
            )
        }
    }

    func print(on screen: DemoScreen) {
        screen.line("")
        screen.line(
            "The day in the ledger (synthetic prices, 0.700 MW of fake miners, 45.00 USD/PH/day)", .strong)
        screen.line(
            row(["EVENT", "PROGRAM", "BEGAN", "ENDED", "LOWEST MW", "CURTAILED MWH", "NET USD"]), .strong)
        for (event, settled) in events {
            screen.line(
                row([
                    "\(event.id)", event.programs.map(\.rawValue).joined(separator: ","),
                    SyntheticDay.timeOfDay(event.startedAt), event.endedAt.map(SyntheticDay.timeOfDay) ?? "-",
                    event.lowestConfirmed.decimal(places: 3),
                    settled?.curtailed.megawattHours(places: 3) ?? "-",
                    settled?.net.decimal(places: 2) ?? "-",
                ]))
        }
        screen.line("")
        let lines = [
            ("curtailed energy", totals.curtailed.megawattHours(places: 3), "MWh"),
            ("energy avoided", totals.claims.energyAvoided.decimal(places: 2), "USD"),
            ("lost hash", "-" + totals.claims.lostHash.decimal(places: 2), "USD"),
            ("net", totals.net.decimal(places: 2), "USD, against never curtailing"),
        ]
        for (name, amount, unit) in lines {
            let line = name.padded(to: 20) + amount.padded(to: 12, isRight: true) + " " + unit
            screen.line(line, name == "net" ? .good : .plain)
        }
    }

    /// The command to type next.
    func printNextSteps(on screen: DemoScreen, programs: String) {
        screen.line("")
        screen.line("Look further (the ledger stays until you delete its folder):", .strong)
        for command in ["log --ledger \(path)", "explain 1 --ledger \(path)", "verify \(path)"] {
            screen.command("\(programs)curtailctl \(command)")
        }
    }

    private func row(_ cells: [String]) -> String {
        let widths = [6, 16, 10, 10, 11, 15, 12]
        return zip(cells, widths).enumerated().map { index, pair in
            pair.0.padded(to: pair.1, isRight: index > 3)
        }
        .joined()
    }
}

extension String {
    /// At least so many columns.
    fileprivate func padded(to width: Int, isRight: Bool = false) -> String {
        let padding = String(repeating: " ", count: max(0, width - count))
        return isRight ? padding + self : self + padding
    }
}
