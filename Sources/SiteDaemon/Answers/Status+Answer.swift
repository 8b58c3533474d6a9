import ControlSocket
import CurtailmentEngine
import GridMarket
import GridUnits
import Settlement
import Settlement
import SignalIntake
import SiteLoop
import SitePorts
import SiteReports

extension Status: DaemonAnswered {
    func answer(by daemon: SiteDaemon, to peer: ControlPeer, with responder: ControlResponder<Reply>) {
        let status = daemon.withController { $0.status }
        let sources = daemon.listeners.statistics(now: daemon.clock.monotonic()).map {
            Source(
                name: $0.source, condition: $0.condition.rawValue, age: $0.age, lastValue: $0.lastValue)
        }
        responder.reply(Reply(status, sources: sources))
    }
}

extension Status.Reply {
    fileprivate init(_ status: SiteStatus, sources: [Status.Source]) {
        let today = status.today
        self.init(
            site: status.site, at: status.at, mode: status.mode.rawValue, state: status.state.rawValue,
            event: status.event?.id, reason: status.reason, winner: status.winner.map(DemandLine.init),
            runnerUp: status.runnerUp.map(DemandLine.init), target: status.target,
            commanded: status.commanded, confirmed: status.confirmed, metered: status.metered,
            available: status.available,
            obligations: status.obligations.map { held in
                let (obligation, id) = (held.obligation, held.obligation.identity.id)
                return Status.Obligation(
                    program: obligation.program.rawValue,
                    id: obligation.awaitsRecall && !id.isEmpty ? id : nil, since: obligation.since,
                    ceiling: obligation.ceiling, deadline: obligation.deadline, text: held.text)
            },
            manual: status.memory.manual.map { hold in
                Status.Manual(
                    level: hold.level.text, ceiling: hold.ceiling, since: hold.since, until: hold.until,
                    issuer: hold.issuer, reason: hold.reason)
            },
            frequency: status.frequency.map { source, sample in
                Status.FrequencyReading(frequency: sample.frequency, source: source, at: sample.at)
            }, sources: sources,
            alarms: status.alarms.map {
                Status.AlarmLine(kind: $0.kind.rawValue, since: $0.since, text: $0.text)
            },
            today: Status.Today(
                day: today.day, curtailed: today.totals.curtailed,
                energyAvoided: today.totals.claims.energyAvoided, lostHash: today.totals.claims.lostHash,
                restartCost: today.totals.claims.restartCost, net: today.net),
            ledger: Status.LedgerState(
                head: status.ledgerHead,
                condition: status.alarms.contains { $0.kind == .ledgerBlocked } ? "blocked" : "writable"))
    }
}
