import ControlSocket
import CurtailmentEngine
import GridMarket
import GridUnits
import HostSystem
import SiteLoop
import SitePorts
import SiteReports

extension Curtail: DaemonAnswered {
    func answer(by daemon: SiteDaemon, to peer: ControlPeer, with responder: ControlResponder<Reply>) {
        let command = OperatorCommand(
            action: .curtail(level, for: span), issuer: peer.issuer, reason: reason)
        guard isDryRun else { return responder.reply(.done(daemon.carryOut(command))) }
        let engine = daemon.withController { $0.engine }
        let now = daemon.clock.read()
        // A plan of thousands of units is made off the decision loop, which goes on meanwhile.
        daemon.housekeeping.perform {
            responder.reply(
                .dryRun(DryRun(engine.dryRun(command, at: now), engine, at: now.monotonic)))
        }
    }
}

extension Curtail.DryRun {
    fileprivate init(_ decision: Decision?, _ engine: CurtailmentEngine, at now: MonotonicInstant) {
        guard let decision else {
            self.init(
                target: engine.target, sheds: .zero, units: 0, groups: [], wakes: 0, lostHash: nil,
                energyAvoided: nil, message: "Nothing would change.")
            return
        }
        let sheds = engine.ratedPower(ofUnits: decision.sleeps)
        let value = engine.hourlyValue(ofUnits: decision.sleeps, at: now)
        self.init(
            target: decision.target, sheds: sheds.values.reduce(.zero, +), units: decision.sleeps.count,
            groups: sheds.sorted { $0.key < $1.key }.map { index, power in
                Curtail.GroupLine(
                    name: engine.policy.groups[index].name,
                    units: decision.sleeps.count { engine.group(ofUnit: $0) == index }, power: power)
            }, wakes: decision.wakes.count, lostHash: value.lostHash, energyAvoided: value.energyAvoided,
            message: decision.summary)
    }
}

extension Release: DaemonAnswered {
    func answer(by daemon: SiteDaemon, to peer: ControlPeer, with responder: ControlResponder<Reply>) {
        let standing = daemon.withController { $0.engine.event }
        if let event, event != standing?.id {
            let other = standing.map { "the one that stands is \($0.id)" } ?? "none stands"
            return responder.fail(
                ControlFailure(.refused, "Curtailment \(event) does not stand; \(other).", parameter: "event")
            )
        }
        var action = OperatorCommand.Action.release
        if let override {
            guard ProgramTable.standard.mayOverride(override.program) else {
                let why =
                    override.program.isUrgent
                    ? "is an obligation or a manual command and cannot be overridden"
                    : "is not a program of this site"
                return responder.fail(
                    ControlFailure(
                        .refused, "\(override.program.rawValue) \(why).", parameter: "override"))
            }
            action = .override(override.program, for: override.span)
        }
        responder.reply(
            daemon.carryOut(OperatorCommand(action: action, issuer: peer.issuer, reason: reason)))
    }
}

extension Arm: DaemonAnswered {
    func answer(by daemon: SiteDaemon, to peer: ControlPeer, with responder: ControlResponder<Reply>) {
        responder.reply(
            daemon.carryOut(OperatorCommand(action: .arm, issuer: peer.issuer, reason: reason)))
    }
}

extension Disarm: DaemonAnswered {
    func answer(by daemon: SiteDaemon, to peer: ControlPeer, with responder: ControlResponder<Reply>) {
        responder.reply(
            daemon.carryOut(OperatorCommand(action: .disarm, issuer: peer.issuer, reason: reason)))
    }
}

extension Reload: DaemonAnswered {
    func answer(by daemon: SiteDaemon, to peer: ControlPeer, with responder: ControlResponder<Reply>) {
        daemon.reload(issuer: peer.issuer) { result in
            guard waits else { return }
            switch result {
            case .applied(let changes):
                responder.reply(
                    Reply(
                        changes: changes,
                        message: changes.isEmpty ? "Nothing changed." : "The new configuration is in force."))
            case .refused(let errors):
                responder.fail(
                    ControlFailure(.configuration, "The old configuration stays.\n\(errors)"))
            }
        }
        guard !waits else { return }
        responder.reply(
            Reply(
                changes: [],
                message:
                    "Reload begun; the journal says how it ended, or wait for it: curtailctl reload --wait."))
    }
}

extension SiteDaemon {
    /// Gives the decision loop an operator's command.
    ///
    /// - Returns: what became of it and what holds the load down now.
    func carryOut(_ command: OperatorCommand) -> CommandReply {
        let (wasHeld, status) = withController { controller in
            let wasHeld = controller.engine.memory.manual != nil
            controller.accept(command)
            return (wasHeld, controller.status)
        }
        return CommandReply(
            isAccepted: true, event: status.event?.id, mode: status.mode.rawValue, target: status.target,
            commanded: status.commanded, message: Self.message(command, status, wasHeld: wasHeld),
            stillHolding: [status.winner, status.runnerUp].compactMap { $0.map(DemandLine.init) })
    }

    private static func message(_ command: OperatorCommand, _ status: SiteStatus, wasHeld: Bool) -> String {
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
}
