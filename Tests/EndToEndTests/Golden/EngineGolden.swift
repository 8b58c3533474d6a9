import CurtailTesting
import CurtailmentEngine
import GridMarket
import GridUnits

/// What the engine answers in the harness, as the lines of a golden: the only place that knows how to read an answer.
struct EngineGolden {
    var site: EngineHarness
    private(set) var lines: [String] = []
    private var seen = 0
    private var seenOrders = 0
    private var alarms: [String] = []

    init(_ policy: SitePolicy) {
        site = EngineHarness(policy)
        heard()
    }

    /// Does something to the site and writes down what was answered.
    ///
    /// - Parameters:
    ///   - title: what is done, in words.
    ///   - action: one event, or time that passes with every timer that falls due.
    mutating func step(_ title: String, _ action: (inout EngineHarness) -> Void) {
        lines.append("-- \(title)")
        let before = lines.count
        action(&site)
        heard()
        if lines.count == before { lines.append("nothing") }
        let asleep = site.sleeping.sorted()
        lines.append("asleep: \(asleep.isEmpty ? "none" : asleep.joined(separator: " "))")
    }

    /// The daemon dies and starts again.
    mutating func restart(
        _ title: String, _ policy: SitePolicy? = nil, after down: Int64, bootOffset: Int64 = 0
    ) {
        step(title) { $0 = $0.restarted(policy, after: down, bootOffset: bootOffset) }
    }

    /// Writes down every answer that is new.
    private mutating func heard() {
        // A run that was started again answers from its beginning.
        if site.outputs.count < seen { (seen, seenOrders) = (0, 0) }
        let answers = site.outputs[seen...]
        for output in answers { lines += Self.text(output) }
        seen = site.outputs.count
        // A return under way wakes its units without an answer to anything.
        let answered = answers.flatMap(\.orders)
        for order in site.orders[seenOrders...] where !answered.contains(order) {
            lines.append("return \(order.action.rawValue) \(Self.runs(order.units))")
        }
        seenOrders = site.orders.count
        let standing = site.engine.alarms.map {
            "\($0.kind.rawValue) since \($0.since.milliseconds): \($0.text)"
        }
        if standing != alarms {
            lines.append("alarms: \(standing.isEmpty ? "none" : standing.joined(separator: " | "))")
        }
        alarms = standing
    }

    private static func text(_ output: EngineOutput) -> [String] {
        var lines = output.notices.map { "notice \($0.kind.rawValue): \($0.text)" }
        if let decision = output.decision { lines.append(text(decision)) }
        lines += output.orders.map { "order \($0.urgency.rawValue) \($0.action.rawValue) \(runs($0.units))" }
        if let event = output.event {
            lines.append(
                "event \(event.id) \(event.state.rawValue) \(event.startedAt.milliseconds) to "
                    + "\(event.endedAt?.milliseconds ?? "-"); \(event.programs.map(\.rawValue).joined(separator: "+")) "
                    + "for \(event.reason.rawValue); lowest \(event.lowestTarget.decimal) "
                    + "\(event.lowestCommanded.decimal) \(event.lowestConfirmed.decimal) "
                    + "\(event.lowestMetered?.decimal ?? "-"); failed \(event.failedUnits)"
                    + (event.isShadow ? "; shadow" : ""))
        }
        if !output.returned.isEmpty { lines.append("returned \(runs(output.returned))") }
        return lines
    }

    private static func text(_ decision: Decision) -> String {
        "\(decision.at.milliseconds) \(decision.mode.rawValue) \(decision.state.rawValue) "
            + "event \(decision.event.map { "\($0)" } ?? "-"): target \(decision.target.decimal) of "
            + "\(decision.available.decimal), commanded \(decision.commanded.decimal), "
            + "confirmed \(decision.confirmed.decimal); winner \(text(decision.winner)); "
            + "runner-up \(text(decision.runnerUp)); sleeps \(runs(decision.sleeps)) wakes \(runs(decision.wakes))"
    }

    private static func text(_ demand: Demand?) -> String {
        guard let demand else { return "none" }
        let figures = demand.figures.map { "\($0.name) \($0.value) \($0.unit)" }.joined(separator: ", ")
        return "\(demand.program.rawValue) \(demand.reason.rawValue) (\(figures))"
    }

    /// Numbers in their order, those that follow each other as one run: `3-5 1`.
    private static func runs(_ numbers: [Int]) -> String {
        var runs: [(first: Int, last: Int)] = []
        for number in numbers {
            if let last = runs.last, number == last.last + 1 {
                runs[runs.count - 1].last = number
            } else {
                runs.append((number, number))
            }
        }
        let texts = runs.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)-\($0.last)" }
        return texts.isEmpty ? "none" : texts.joined(separator: " ")
    }
}
