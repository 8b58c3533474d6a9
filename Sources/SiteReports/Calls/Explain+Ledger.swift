import ControlSocket
import CurtailmentEngine
import GridMarket
import GridUnits
package import LedgerStore

extension Explain {
    /// Decisions of one event that are shown; the rest is counted.
    static let decisionLimit = 200

    /// - Throws: `ControlFailure` of kind `notFound` when there is no such event or nothing had been recorded yet.
    package func reply(from reader: LedgerReader) throws -> Reply {
        switch subject {
        case .event(let id): try Self.explain(reader, event: id)
        case .at(let instant): try Self.explain(reader, at: instant)
        }
    }

    private static func explain(_ reader: LedgerReader, event id: Int64) throws -> Reply {
        guard let found = try reader.event(id) else {
            throw ControlFailure(
                .notFound, "There is no event \(id) in \(reader.path). Which there are: curtailctl log")
        }
        let decisions = try reader.decisions(ofEvent: id, limit: decisionLimit + 1).map(\.decision)
        var text = [headline(found.event)]
        var summary = ""
        for decision in decisions.prefix(decisionLimit) where decision.summary != summary {
            // A decision is recorded again when the event moves on; that says nothing new of why.
            summary = decision.summary
            text += sentences(decision)
        }
        if decisions.count > decisionLimit { text.append("Later decisions are left out here.") }
        text.append(ending(found.event))
        let event = try EventLine(found.event, reader)
        if let energy = event.curtailed, let net = event.net {
            text.append(
                "The intervals it touches: \(energy.megawattHours(places: 6)) MWh curtailed, "
                    + "net \(net.decimalSixPlaces) USD.")
        } else {
            text.append(
                "None of its intervals is settled yet: no settlement price has been received for them.")
        }
        return Reply(
            subject: "event", at: nil, event: event,
            decisions: decisions.prefix(decisionLimit).map(DecisionLine.init),
            areDecisionsOmitted: decisions.count > decisionLimit, groups: [], text: text)
    }

    private static func explain(_ reader: LedgerReader, at instant: UTCInstant) throws -> Reply {
        let sequence = try reader.sequence(at: instant)
        guard sequence > 0 else {
            throw ControlFailure(
                .notFound,
                "Nothing had been recorded in \(reader.path) by \(instant.seconds). What there is: "
                    + "curtailctl log")
        }
        let decision = try reader.decision(inForceAt: instant)?.decision
        var text = ["At \(instant.seconds):"]
        if let decision, decision.winner != nil {
            text += sentences(decision)
        } else {
            text.append("Nothing held the load down: no obligation and no manual command demanded less.")
            if let decision {
                text.append("The last decision before: \(decision.at.seconds) \(decision.summary)")
            }
        }
        let rerun = try reader.engine(at: sequence)
        let now = rerun.map { _, last in
            let since = TimeSpan(nanoseconds: max(0, instant.nanoseconds(since: last.at)))
            return last.monotonic.advanced(by: since)
        }
        if let now, let engine = rerun?.engine {
            let told = [decision?.winner, decision?.runnerUp].compactMap { $0?.program }
            for demand in engine.demands(at: instant, monotonic: now) where !told.contains(demand.program) {
                text.append("Besides, \(demand.program.rawValue): \(demand.sentence).")
            }
        }
        let prices = now.flatMap { rerun?.engine.priceAssessment(at: instant, monotonic: $0) }
        if let prices, let policy = rerun?.engine.policy.price {
            text += prices.sentences(policy, at: instant)
        } else {
            text.append(
                rerun == nil
                    ? "What was known of prices is not: the record has a gap, or no start, before it."
                    : "The price program is off in the configuration.")
        }
        let event = try decision?.event.flatMap { try reader.event($0) }
        return Reply(
            subject: "instant", at: instant, event: try event.map { try EventLine($0.event, reader) },
            decisions: [decision].compactMap { $0.map(DecisionLine.init) }, areDecisionsOmitted: false,
            groups: (prices?.groups ?? []).compactMap(GroupLine.init), text: text)
    }

    private static func headline(_ event: CurtailmentEvent) -> String {
        let programs = event.programs.map(\.rawValue).joined(separator: ", ")
        let shadow = event.isShadow ? " (shadow: nothing was commanded)" : ""
        return "Event \(event.id)\(shadow) began \(event.startedAt.seconds) for \(programs)."
    }

    private static func ending(_ event: CurtailmentEvent) -> String {
        let lowest =
            "Lowest load: target \(event.lowestTarget.decimal(places: 3)) MW, "
            + "commanded \(event.lowestCommanded.decimal(places: 3)) MW, "
            + "confirmed \(event.lowestConfirmed.decimal(places: 3)) MW, "
            + "metered \(event.lowestMetered.map { "\($0.decimal(places: 3)) MW" } ?? "not known")."
        let failures =
            event.failedUnits > 0 ? " \(event.failedUnits) units did not follow: curtailctl fleet." : ""
        guard let end = event.endedAt else { return "It is \(event.state.rawValue). \(lowest)\(failures)" }
        let seconds = end.nanoseconds(since: event.startedAt) / 1_000_000_000
        return "It ended \(end.seconds) after \(seconds) s. \(lowest)\(failures)"
    }

    /// The words of a decision, the numbers it compared, and the evidence behind it.
    private static func sentences(_ decision: Decision) -> [String] {
        var lines = ["\(decision.at.seconds) \(decision.summary)"]
        if let winner = decision.winner, !winner.figures.isEmpty {
            lines.append(
                "  Rule \(winner.reason.rawValue) of \(winner.program.rawValue): \(numbers(winner)).")
        }
        if decision.winner != nil {
            lines.append(
                decision.runnerUp.map { "  Without it: \($0.program.rawValue), \($0.sentence)." }
                    ?? "  Without it nothing would hold the load down.")
        }
        return lines
    }

    private static func numbers(_ demand: Demand) -> String {
        demand.figures.map { figure in
            let unit = figure.unit.isEmpty ? "" : " \(unitNames[figure.unit] ?? figure.unit)"
            return "\(figure.name.replacing("_", with: " ")) \(figure.value)\(unit)"
        }.joined(separator: ", ")
    }

    private static let unitNames = [
        "usd_per_mwh": "USD/MWh", "usd_per_h": "USD/h", "hz": "Hz", "mw": "MW", "s": "s",
    ]
}
