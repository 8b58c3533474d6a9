import SitePorts
import SignalIntake
import SiteLoop
import ControlSocket
import CurtailmentEngine
import GridUnits
import HostSystem
import LedgerStore
import SiteConfiguration
import SiteReports

/// Answers the control socket, on the decision loop's own thread; what reads the ledger is done off it.
struct DaemonControlService: ControlService {
    let daemon: SiteDaemon

    func handle(_ request: ControlRequest, from peer: ControlPeer, with responder: ControlResponder) {
        switch request {
        case .status: responder.reply(status)
        case .log(let selection): answerLog(selection, responder)
        case .explain(let subject):
            answerFromLedger(responder) { try LedgerDocuments.explain($0, subject) }
        case .credits(var selection):
            let today = MarketTimeZone.centralPrevailing.operatingDay(of: daemon.clock.utc())
            // With a last day alone, today would be a first day after it.
            if selection.to == nil { selection.from = selection.from ?? today }
            selection.to = selection.to ?? today
            answerFromLedger(responder) { [selection] in try LedgerDocuments.credits($0, selection) }
        case .curtail(let command): curtail(command, peer, responder)
        case .release(let command): release(command, peer, responder)
        case .arm(let reason): take(.arm, reason, peer, responder)
        case .disarm(let reason): take(.disarm, reason, peer, responder)
        case .signals:
            let sources = daemon.listeners.statistics(now: daemon.clock.monotonic())
            responder.reply(
                SignalsDocument(sources: sources, settings: daemon.configuration.current.sources).value)
        case .fleet(let group, let state): answerFleet(group: group, state: state, responder)
        case .reload(let waits): reload(waits: waits, peer, responder)
        case .ping: responder.reply(.document(["schema": "curtaild.pong/1"]))
        }
    }

    private func with<Result: Sendable>(_ body: @Sendable (inout SiteController) -> Result) -> Result {
        daemon.controlLoop.assumeIsolated { loop in loop.with(body) }
    }

    private var status: ControlValue {
        let sources = daemon.listeners.statistics(now: daemon.clock.monotonic())
        return StatusDocument(status: with { $0.status }, sources: sources).value
    }

    /// Off the decision loop, because a fleet of thousands makes a long document.
    private func answerFleet(group: String?, state: UnitState?, _ responder: ControlResponder) {
        guard let fleet = with({ $0.fleet(group: group, state: state, limit: FleetDocument.unitLimit) })
        else {
            return responder.fail(
                ControlFailure(
                    .notFound, "There is no group \(group ?? ""). Look: curtailctl fleet", parameter: "group")
            )
        }
        let drivers = daemon.configuration.current.fleet.groups.reduce(into: [:]) { $0[$1.name] = $1.driver }
        daemon.housekeeping.perform {
            responder.reply(FleetDocument(fleet: fleet, drivers: drivers).value)
        }
    }

    private func answerFromLedger(
        _ responder: ControlResponder, _ build: @escaping @Sendable (LedgerReader) throws -> ControlValue
    ) {
        daemon.housekeeping.perform { [daemon] in
            do {
                responder.reply(try build(LedgerReader(path: daemon.ledger.path)))
            } catch {
                responder.fail(ControlFailure(.notFound, "\(error)"))
            }
        }
    }

    private func answerLog(_ selection: LogSelection, _ responder: ControlResponder) {
        guard selection.follows else {
            return answerFromLedger(responder) { try LedgerDocuments.log($0, selection) }
        }
        guard daemon.followers.add(responder, program: selection.program) else {
            return responder.fail(
                ControlFailure(.tryAgain, "Too many follow the log already. Try again later."))
        }
        daemon.housekeeping.perform { [daemon] in
            do {
                let reader = try LedgerReader(path: daemon.ledger.path)
                for row in try reader.events(
                    since: selection.since, until: selection.until, program: selection.program)
                {
                    responder.more(try LedgerDocuments.event(row.event, reader))
                }
            } catch {
                responder.fail(ControlFailure(.notFound, "\(error)"))
            }
        }
    }

    private func reload(waits: Bool, _ peer: ControlPeer, _ responder: ControlResponder) {
        daemon.reload(issuer: peer.issuer) { result in
            guard waits else { return }
            switch result {
            case .applied(let changes):
                responder.reply(
                    .document([
                        "schema": "curtaild.reload/1", "changes": .list(changes.map(ControlValue.text)),
                        "message": .text(
                            changes.isEmpty ? "Nothing changed." : "The new configuration is in force."),
                    ]))
            case .refused(let errors):
                responder.fail(
                    ControlFailure(.configuration, "The old configuration stays.\n\(errors)"))
            }
        }
        guard !waits else { return }
        responder.reply(
            .document([
                "schema": "curtaild.reload/1", "changes": .list([]),
                "message":
                    "Reload begun; the journal says how it ended, or wait for it: curtailctl reload --wait.",
            ]))
    }
}
