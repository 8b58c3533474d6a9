import ControlSocket
import GridUnits
import LedgerStore
import SitePorts
import SiteReports

extension Ping: DaemonAnswered {
    func answer(by daemon: SiteDaemon, to peer: ControlPeer, with responder: ControlResponder<Reply>) {
        responder.reply(Reply())
    }
}

extension Credits: DaemonAnswered {
    /// Of the ledger; of today where no days are named.
    func answer(by daemon: SiteDaemon, to peer: ControlPeer, with responder: ControlResponder<Reply>) {
        let today = MarketTimeZone.centralPrevailing.operatingDay(of: daemon.clock.utc())
        var call = self
        // With a last day alone, today would be a first day after it.
        if to == nil { call.from = from ?? today }
        call.to = to ?? today
        daemon.answer(call, with: responder)
    }
}

extension Log: DaemonAnswered {
    func answer(by daemon: SiteDaemon, to peer: ControlPeer, with responder: ControlResponder<Reply>) {
        guard follows else { return daemon.answer(self, with: responder) }
        guard daemon.followers.add(responder, program: program) else {
            return responder.fail(
                ControlFailure(.tryAgain, "Too many follow the log already. Try again later."))
        }
        daemon.readLedger(for: responder) { reader in
            for row in try reader.events(since: since, until: until, program: program) {
                responder.more(.event(try EventLine(row.event, reader)))
            }
        }
    }
}
