import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement

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
        let running = facts.events.count { $0.event.endedAt == nil }
        let goesOn = running == 0 ? "" : running == 1 ? ", one goes on" : ", \(Shown.count(running)) go on"
        return "in all \(Shown.span(seconds: facts.events.reduce(0) { $0 + $1.seconds }))\(goesOn)"
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
                (metered, "from the site meter"),
                (
                    confirmed,
                    metered > 0 ? "in part or whole from readings of the units" : "from readings of the units"
                ),
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
        return sentences + uncertain
    }

    /// How far the net may be off by what was read from units, and which estimates nothing is said of.
    private var uncertain: [String] {
        let lines = facts.money.byClaim.filter { !$0.isShadow && $0.isEstimate }
        var sentences: [String] = []
        let off = facts.money.total.uncertainty
        if off != .zero {
            sentences.append(
                "By its readings of units the net may be off by \(Shown.dollars(off)) USD at most.")
        }
        let unsaid = lines.filter { $0.knownUncertainty == nil && !$0.hasContingent }
        if !unsaid.isEmpty {
            let names = unsaid.map { Claim.Kind.title($0.label) }.joined(separator: ", ")
            sentences.append("Estimates of which this ledger does not say how far they may be off: \(names).")
        }
        return sentences
    }
}
