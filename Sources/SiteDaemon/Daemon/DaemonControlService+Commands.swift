import SitePorts
import GridMarket
import SiteLoop
import ControlSocket
import CurtailmentEngine
import GridUnits
import HostSystem

extension DaemonControlService {
    func curtail(_ request: CurtailCommand, _ peer: ControlPeer, _ responder: ControlResponder) {
        let command = OperatorCommand(
            action: .curtail(request.level, for: request.span), issuer: peer.issuer, reason: request.reason)
        guard request.isDryRun else { return take(command, responder) }
        let engine = daemon.controlLoop.assumeIsolated { loop in loop.with { $0.engine } }
        let now = daemon.clock.read()
        // A plan of thousands of units is made off the decision loop, which goes on meanwhile.
        daemon.housekeeping.perform {
            responder.reply(dryRun(engine.dryRun(command, at: now), engine, at: now.monotonic))
        }
    }

    func release(_ request: ReleaseCommand, _ peer: ControlPeer, _ responder: ControlResponder) {
        let event = daemon.controlLoop.assumeIsolated { loop in loop.with { $0.engine.event } }
        if let wanted = request.event, wanted != event?.id {
            let standing = event.map { "the one that stands is \($0.id)" } ?? "none stands"
            return responder.fail(
                ControlFailure(
                    .refused, "Curtailment \(wanted) does not stand; \(standing).", parameter: "event"))
        }
        guard let override = request.override else { return take(.release, request.reason, peer, responder) }
        guard override.program == .price else {
            let why =
                override.program.isUrgent
                ? "is an obligation or a manual command and cannot be overridden"
                : "is not a program of this site"
            return responder.fail(
                ControlFailure(.refused, "\(override.program.rawValue) \(why).", parameter: "override"))
        }
        take(.override(override.program, for: override.span), request.reason, peer, responder)
    }

    func take(
        _ action: OperatorCommand.Action, _ reason: String, _ peer: ControlPeer, _ responder: ControlResponder
    ) {
        take(OperatorCommand(action: action, issuer: peer.issuer, reason: reason), responder)
    }

    private func take(_ command: OperatorCommand, _ responder: ControlResponder) {
        let (wasHeld, status) = daemon.controlLoop.assumeIsolated { loop in
            loop.with { controller in
                let wasHeld = controller.engine.memory.manual != nil
                controller.take(command)
                return (wasHeld, controller.status)
            }
        }
        responder.reply(
            .document([
                "schema": "curtaild.command/1", "accepted": true, "event": .optional(status.event?.id),
                "mode": .text(status.mode.rawValue), "target_mw": .decimal(status.target),
                "commanded_mw": .decimal(status.commanded),
                "message": .text(message(command, status, wasHeld: wasHeld)),
                "still_holding": .list(holding(status)),
            ]))
    }

    private func message(_ command: OperatorCommand, _ status: SiteStatus, wasHeld: Bool) -> String {
        var done = "Done: \(command.action.text)."
        if command.action == .release, !wasHeld { done = "There was no manual curtailment to release." }
        if case .curtail = command.action, let hold = status.memory.manual, hold.ceiling >= status.available {
            done +=
                " That curtails nothing: the site would draw \(status.available.decimal(places: 3)) MW at most."
        }
        let holds = status.winner.map {
            " The load is held at \(status.target.decimal(places: 3)) MW: \($0.sentence)."
        }
        let isCommand = command.action != .arm && command.action != .disarm
        guard status.mode == .shadow, isCommand else { return done + (holds ?? "") }
        return "Recorded, not sent: the site is in shadow mode and commands nothing. To act: curtailctl arm."
            + (holds ?? "")
    }

    private func holding(_ status: SiteStatus) -> [ControlValue] {
        [status.winner, status.runnerUp].compactMap { demand in
            demand.map {
                .document([
                    "program": .text($0.program.rawValue), "reason": .text($0.reason.rawValue),
                    "sentence": .text($0.sentence),
                ])
            }
        }
    }

    private func dryRun(
        _ decision: Decision?, _ engine: CurtailmentEngine, at now: MonotonicInstant
    ) -> ControlValue {
        guard let decision else {
            return .document([
                "schema": "curtaild.dry_run/1", "target_mw": .decimal(engine.target), "sheds_mw": "0",
                "units": .integer(0), "groups": .list([]), "wakes": .integer(0),
                "message": "Nothing would change.",
            ])
        }
        let sheds = engine.ratedPower(ofUnits: decision.sleeps)
        let value = engine.hourlyValue(ofUnits: decision.sleeps, at: now)
        let groups = sheds.sorted { $0.key < $1.key }.map { index, power in
            ControlValue.document([
                "name": .text(engine.policy.groups[index].name),
                "units": .integer(decision.sleeps.count { engine.group(ofUnit: $0) == index }),
                "mw": .decimal(power),
            ])
        }
        return .document([
            "schema": "curtaild.dry_run/1", "target_mw": .decimal(decision.target),
            "sheds_mw": .decimal(sheds.values.reduce(.zero, +)), "units": .integer(decision.sleeps.count),
            "groups": .list(groups), "wakes": .integer(decision.wakes.count),
            "lost_hash_usd_per_h": .decimal(value.lostHash),
            "energy_avoided_usd_per_h": .decimal(value.energyAvoided),
            "message": .text(decision.summary),
        ])
    }
}
