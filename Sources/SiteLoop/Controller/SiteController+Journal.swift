import GridMarket
import SitePorts
import CurtailmentEngine
import GridUnits
import Settlement

extension SiteController {
    /// One entry for each change of state; nothing while nothing changes.
    mutating func journal(_ output: EngineOutput) {
        for notice in output.notices { ports.service.write(entry(for: notice)) }
        if let event = output.event {
            ports.service.write(entry(for: event, decision: output.decision))
        } else if let decision = output.decision, !goesOnReturning(decision) {
            ports.service.write(
                JournalEntry(.curtailmentChanged, .notice, decision.summary, fields: fields(decision)))
        }
        journalAlarms()
    }

    /// Whether a decision is one more step of a return that has been written already.
    private mutating func goesOnReturning(_ decision: Decision) -> Bool {
        let before = journalledDecision
        journalledDecision = decision
        guard decision.sleeps.isEmpty else { return false }
        if before == nil { return decision.winner == nil && decision.wakes.isEmpty }
        // While nothing holds the load its target is what is available, which moves with every reading.
        let isSameTarget = before?.target == decision.target || decision.winner == nil
        return isSameTarget && before?.winner?.reason == decision.winner?.reason
            && before?.mode == decision.mode
    }

    private func entry(for notice: Notice) -> JournalEntry {
        let (message, priority): (JournalMessage, JournalEntry.Priority) =
            switch notice.kind.subject {
            case .start: (.started, .notice)
            case .command: (.manualCommand, .notice)
            case .mode: (.modeChanged, .notice)
            case .trip: (.frequencyTrip, .warning)
            case .obligation: (.curtailmentChanged, .notice)
            case .alarm: (.alarm, .warning)
            case .market: (.sourceState, .information)
            case .clock: (.clockStepped, .warning)
            case .configuration: (.configuration, .notice)
            }
        var fields: [JournalField: String] = [:]
        fields[.program] = notice.program?.rawValue
        if notice.kind.subject == .mode { fields[.state] = engine.mode.rawValue }
        return JournalEntry(message, priority, notice.text, fields: fields)
    }

    private mutating func entry(for event: CurtailmentEvent, decision: Decision?) -> JournalEntry {
        var fields = decision.map { self.fields($0) } ?? [:]
        fields[.event] = String(event.id)
        fields[.state] = event.state.rawValue
        fields[.reason] = event.reason.rawValue
        fields[.program] = event.programs.map(\.rawValue).joined(separator: ",")
        let prefix = "Curtailment \(event.id)\(event.isShadow ? " (shadow)" : "")"
        switch event.state {
        case .pending, .active:
            let text = decision?.summary ?? "load confirmed at \(engine.confirmed.decimal(places: 3)) MW."
            let isNew = begunEvent != event.id
            begunEvent = event.id
            return JournalEntry(
                isNew ? .curtailmentBegan : .curtailmentChanged, .notice,
                "\(prefix) is \(event.state.rawValue): \(text)",
                fields: fields)
        case .restoring:
            return JournalEntry(
                .curtailmentRestoring, .notice, "\(prefix): the load returns, nothing holds it down.",
                fields: fields)
        case .completed, .completedWithFailures:
            fields[.credit] = todayNow.net.decimal(places: 2)
            let failures = event.failedUnits > 0 ? ", \(event.failedUnits) units did not follow" : ""
            let span =
                event.endedAt.map { TimeSpan(nanoseconds: $0.nanoseconds(since: event.startedAt)) } ?? .zero
            return JournalEntry(
                .curtailmentEnded, event.failedUnits > 0 ? .warning : .notice,
                "\(prefix) ended after \(span.nanoseconds / 1_000_000_000) s\(failures). "
                    + "Settled of today so far: \(todayNow.net.decimal(places: 2)) USD. "
                    + "Why and what it earned: curtailctl explain \(event.id)", fields: fields)
        }
    }

    private func fields(_ decision: Decision) -> [JournalField: String] {
        var fields: [JournalField: String] = [
            .decision: String(decision.id), .targetMegawatts: decision.target.decimal(places: 6),
            .commandedMegawatts: decision.commanded.decimal(places: 6),
            .confirmedMegawatts: decision.confirmed.decimal(places: 6), .state: decision.state.rawValue,
        ]
        fields[.event] = decision.event.map(String.init)
        fields[.program] = decision.winner?.program.rawValue
        fields[.reason] = decision.winner?.reason.rawValue
        fields[.meteredMegawatts] = engine.metered?.decimal(places: 6)
        fields[.price] = decision.winner?.figures.first { $0.name == "price" }?.value
        fields[.frequency] = decision.winner?.figures.first { $0.name == "frequency" }?.value
        return fields
    }

    /// The digest of the newest row, so that a cut tail of the ledger shows.
    func journalHead() {
        guard let ledgerHead else { return }
        ports.service.write(
            JournalEntry(.ledgerHead, .information, "The head of the ledger is \(ledgerHead)."))
    }

    /// An alarm is written when it is raised and when it is over.
    private mutating func journalAlarms() {
        guard engine.alarms != journalledAlarms else { return }
        for alarm in engine.alarms where !journalledAlarms.contains(where: { $0.kind == alarm.kind }) {
            ports.service.write(entry(for: alarm))
        }
        for alarm in journalledAlarms where !engine.alarms.contains(where: { $0.kind == alarm.kind }) {
            ports.service.write(
                JournalEntry(.alarm, .notice, "Over: \(alarm.text).", fields: [.reason: alarm.kind.rawValue]))
        }
        journalledAlarms = engine.alarms
    }

    /// An alarm that is raised; of units that do not follow the first few are named.
    private func entry(for alarm: Alarm) -> JournalEntry {
        var fields: [JournalField: String] = [.reason: alarm.kind.rawValue]
        guard alarm.kind == .unitsNotFollowing else {
            let more = alarm.kind.hint.isEmpty ? "" : " More: \(alarm.kind.hint)"
            return JournalEntry(.alarm, .warning, "Alarm: \(alarm.text).\(more)", fields: fields)
        }
        let units = view.units.indices.lazy.filter { unit in
            [.unreachable, .refusing].contains(view.units[unit].state)
        }
        fields[.unit] = units.prefix(Self.unitsNamed).map(engine.name(ofUnit:)).joined(separator: ", ")
        return JournalEntry(.unitFailure, .warning, "Alarm: \(alarm.text).", fields: fields)
    }

    /// Units that one entry names; the fleet tells the others.
    private static var unitsNamed: Int { 3 }

    /// The one line of `systemctl status`, set when it changes.
    mutating func updateStatusLine() {
        let load = "\(engine.confirmed.decimal(places: 1)) of \(engine.available.decimal(places: 1)) MW"
        let why = engine.holding.winner.map { ", \($0.sentence)" } ?? ""
        let alarms = engine.alarms.isEmpty ? "" : ", \(engine.alarms.count.counted("alarm"))"
        let line = "\(engine.mode.rawValue), \(engine.state.rawValue): \(load)\(why)\(alarms)"
        guard line != statusLine else { return }
        statusLine = line
        ports.service.setStatus(line)
    }
}
