import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement

/// The whole page, from head to foot.
struct StatementPage {
    let facts: StatementFacts

    func html() -> String {
        var markup = Markup()
        markup.verbatim("<!DOCTYPE html>\n")
        markup.element("html", ["lang": "en"]) { markup in
            markup.element("head") { markup in
                markup.void("meta", ["charset": "utf-8"])
                markup.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
                markup.void("meta", ["name": "color-scheme", "content": "light dark"])
                markup.element("title", "\(siteName): statement of curtailment, \(facts.month.name)")
                markup.element("style") { $0.verbatim(Style.sheet) }
            }
            markup.element("body") { markup in
                writeHead(to: &markup)
                if !facts.isEmpty { writeContents(to: &markup) }
                markup.element("main") { writeMain(to: &$0) }
                writeFoot(to: &markup)
            }
        }
        return markup.text
    }

    private var siteName: String { facts.policy?.name ?? "Site" }

    private func writeHead(to markup: inout Markup) {
        markup.element("header") { markup in
            markup.element("p", ["class": "kind"], "Statement of curtailment")
            markup.element("h1") { markup in
                markup.words(siteName)
                markup.element("span", facts.month.name)
            }
            markup.element("dl", ["class": "facts"]) { markup in
                markup.term("Operating days") { $0.words("\(facts.month.first) to \(facts.month.last)") }
                markup.term("Settlement point") {
                    $0.words(facts.policy?.settlementPoint.shown ?? "not recorded")
                }
                markup.term("Mode") { $0.words(modes) }
                markup.term("Issued") { $0.instant(facts.issuedAt, MarketClock.full(facts.issuedAt)) }
            }
        }
    }

    private var modes: String {
        var modes: [String] = []
        for mode in facts.policies.map(\.record.policy.mode.rawValue) where modes.last != mode {
            modes.append(mode)
        }
        return modes.isEmpty ? "not recorded" : modes.joined(separator: ", then ")
    }

    private static let contents: [(name: StaticString, words: String)] = [
        ("totals", "Totals"), ("days", "Day by day"), ("curtailments", "Curtailments"),
        ("charts", "Price and load"), ("frequency", "Frequency"), ("hash", "Lost hash"), ("gaps", "Gaps"),
        ("failures", "Unit failures"), ("revisions", "Revisions"), ("evidence", "Evidence"),
        ("definitions", "Definitions"),
    ]

    private func writeContents(to markup: inout Markup) {
        markup.element("nav", ["aria-label": "Contents"]) { markup in
            markup.element("ul") { markup in
                for (name, words) in Self.contents where has(name) {
                    markup.element("li") { $0.element("a", ["href": "#\(name)"], words) }
                }
            }
        }
    }

    /// Whether the page has this part; most are there in any case.
    private func has(_ name: StaticString) -> Bool {
        switch "\(name)" {
        case "days": facts.money.byDay.contains { !$0.isShadow }
        case "charts": !facts.days.isEmpty
        case "frequency": !facts.frequency.isEmpty
        case "hash": facts.money.byGroup.contains { !$0.isShadow && $0.amounts[.lostHash] != nil }
        default: true
        }
    }

    private func writeMain(to markup: inout Markup) {
        guard !facts.isEmpty else { return writeNothing(to: &markup) }
        KeyFigures(facts: facts).write(to: &markup)
        let money = MoneySections(facts: facts)
        let curtailments = CurtailmentSections(facts: facts)
        let records = RecordSections(facts: facts)
        money.writeTotals(to: &markup)
        money.writeDays(to: &markup)
        curtailments.writeList(to: &markup)
        curtailments.writeDays(to: &markup)
        curtailments.writeFrequency(to: &markup)
        money.writeLostHash(to: &markup)
        records.writeGaps(to: &markup)
        records.writeFailures(to: &markup)
        records.writeRevisions(to: &markup)
        records.writeEvidence(to: &markup)
        Definitions.write(to: &markup)
    }

    private func writeNothing(to markup: inout Markup) {
        markup.element("section", ["class": "nothing"]) { markup in
            markup.element("h2", "Nothing is recorded of \(facts.month.name)")
            if let extent = facts.extent {
                markup.paragraph(
                    "This ledger begins \(MarketClock.full(extent.lowerBound)) and its last row is of "
                        + "\(MarketClock.full(extent.upperBound)).")
            } else {
                markup.paragraph("This ledger is empty.")
            }
            markup.paragraph(
                "No price was settled, nothing was curtailed, and no money was earned or lost that this ledger knows of. "
                    + "Another ledger is named with --ledger FILE.")
        }
    }

    private func writeFoot(to markup: inout Markup) {
        markup.element("footer") { markup in
            markup.paragraph(
                "Times are Central Prevailing Time, ERCOT's clock; each holds its UTC. Made by curtailctl report from "
                    + "the site's own records: ERCOT's settlement statements and the retailer's bill govern what is paid."
            )
        }
    }
}
