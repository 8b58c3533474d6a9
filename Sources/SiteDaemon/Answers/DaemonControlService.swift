import ControlSocket
import HostSystem
import LedgerStore
import SiteLoop
import SiteRecord
import SiteReports

/// A call that the daemon answers of what it knows itself; any other ``LedgerCall`` it answers of its ledger.
protocol DaemonAnswered: ControlCall {
    /// Answers at once or later, called on the decision loop's own thread.
    ///
    /// - Parameters:
    ///   - daemon: whose state is asked or commanded.
    ///   - peer: who asks; its `issuer` goes into the ledger.
    ///   - responder: gets the answer.
    func answer(by daemon: SiteDaemon, to peer: ControlPeer, with responder: ControlResponder<Reply>)
}

/// Answers the control socket, on the decision loop's own thread; what reads the ledger is done off it.
struct DaemonControlService: ControlService {
    let daemon: SiteDaemon

    func handle<Call: ControlCall>(
        _ call: Call, from peer: ControlPeer, with responder: ControlResponder<Call.Reply>
    ) {
        switch call {
        case let call as any DaemonAnswered: Self.answer(call, by: daemon, to: peer, with: responder)
        case let call as any LedgerCall: Self.answer(call, by: daemon, with: responder)
        default: responder.fail(ControlFailure(.internal, "This daemon has no answer to \(Call.method)."))
        }
    }

    /// The responder is the call's own; that its type says so is lost on the way through the protocol.
    private static func answer<Call: DaemonAnswered>(
        _ call: Call, by daemon: SiteDaemon, to peer: ControlPeer, with responder: AnyObject
    ) {
        guard let responder = responder as? ControlResponder<Call.Reply> else { return }
        call.answer(by: daemon, to: peer, with: responder)
    }

    private static func answer<Call: LedgerCall>(
        _ call: Call, by daemon: SiteDaemon, with responder: AnyObject
    ) {
        guard let responder = responder as? ControlResponder<Call.Reply> else { return }
        daemon.answer(call, with: responder)
    }
}

extension SiteDaemon {
    /// Answers of the ledger, off the decision loop.
    func answer<Call: LedgerCall>(_ call: Call, with responder: ControlResponder<Call.Reply>) {
        readLedger(for: responder) { reader in responder.reply(try call.reply(from: reader)) }
    }

    /// Reads the ledger off the decision loop; an error is the answer.
    func readLedger<Reply: CanonicallyRecorded & Sendable>(
        for responder: ControlResponder<Reply>, _ body: @escaping @Sendable (LedgerReader) throws -> Void
    ) {
        housekeeping.perform { [ledger] in
            do {
                try body(LedgerReader(path: ledger.path))
            } catch let failure as ControlFailure {
                responder.fail(failure)
            } catch {
                responder.fail(ControlFailure(.notFound, "\(error)"))
            }
        }
    }

    /// Reads or changes the controller, on its own thread.
    func withController<Result: Sendable>(_ body: @Sendable (inout SiteController) -> Result) -> Result {
        controlLoop.assumeIsolated { loop in loop.with(body) }
    }
}
