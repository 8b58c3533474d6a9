import CurtailmentEngine
import GridUnits
import LedgerStore

/// The month at a glance, and how its figures are known.
struct KeyFigures {
    let facts: StatementFacts

    func write(to markup: inout Markup) {
        markup.element("section", ["class": "glance", "aria-label": "The month at a glance"]) { markup in
            markup.element("dl", ["class": "figures"]) { markup in
                let total = facts.money.total
                figure("Net", "USD", money: total, total.net, to: &markup)
                figure("Incremental", "USD", money: nil, total.incremental, to: &markup)
                markup.term("Curtailed") {
                    $0.energy(total.curtailed)
                    $0.element("span", ["class": "unit"], "MWh of \(Shown.megawattHours(baseline))")
                }
                markup.term("Curtailments") {
                    $0.words(Shown.count(facts.events.count))
                    $0.element("span", ["class": "unit"], lasted)
                }
                markup.term("Settled intervals") {
                    $0.words(Shown.count(facts.intervals.count))
                    $0.element("span", ["class": "unit"], "of \(Shown.count(facts.expected))")
                }
            }
            for sentence in known { markup.element("p", ["class": "known"], sentence) }
        }
    }

    private func figure(
        _ name: String, _ unit: String, money: LedgerCredit?, _ amount: Money, to markup: inout Markup
    ) {
        markup.term(name) { markup in
            markup.element("span", ["class": amount < .zero ? "loss" : "gain"]) { $0.dollars(amount) }
            var words = unit
            if let off = money?.knownUncertainty, off != .zero {
                words += ", ± \(Shown.dollars(off)) at most"
            }
            if let money, money.hasContingent {
                words += ", without \(Shown.dollars(money.contingent)) contingent"
            }
            markup.element("span", ["class": "unit"], words)
        }
    }

    private var baseline: Energy { facts.intervals.reduce(.zero) { $0 + $1.baseline } }

    private var lasted: String {
        let seconds = facts.events.compactMap { facts in
            facts.event.endedAt.map { $0.nanoseconds(since: facts.event.startedAt) / 1_000_000_000 }
        }
        return "in all \(Shown.span(seconds: seconds.reduce(0, +)))"
    }

    /// Metered, estimate or shadow, and how sure.
    private var known: [String] {
        var sentences: [String] = []
        let metered = facts.intervals.count(where: \.isMetered)
        let simulated = facts.intervals.count { $0.evidence.contains("simulated") }
        let confirmed = facts.intervals.count - metered - simulated
        if facts.intervals.isEmpty {
            sentences.append("No interval of this month is settled.")
        } else if metered == facts.intervals.count {
            sentences.append("Metered: the energy of every settled interval comes from the site meter.")
        } else {
            let parts = [
                (metered, "from the site meter"), (confirmed, "from readings of the units"),
                (simulated, "from a simulated fleet"),
            ].filter { $0.0 > 0 }.map { "in \(Shown.count($0.0, "interval")) \($0.1)" }
            sentences.append("Estimate: the energy comes \(parts.joined(separator: ", ")).")
        }
        let rebuilt = facts.intervals.count { $0.priceSource != "published" }
        if rebuilt > 0 {
            sentences.append(
                "In \(Shown.count(rebuilt, "interval")) the price is not the published one: it is rebuilt from SCED "
                    + "runs until that arrives.")
        }
        if simulated > 0 {
            sentences.append(
                "A simulated fleet is a replay of history or a demonstration, not an operated site.")
        }
        if facts.money.hasShadow {
            sentences.append("Shadow: part of the month was decided and not commanded; it stands apart.")
        }
        if facts.money.total.isEstimate {
            sentences.append(
                facts.money.total.knownUncertainty.map {
                    "The net may be off by \(Shown.dollars($0)) USD at most."
                }
                    ?? "This ledger does not say how far its estimates may be off.")
        }
        return sentences
    }
}
