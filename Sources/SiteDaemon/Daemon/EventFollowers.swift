import GridMarket
import ControlSocket
import CurtailmentEngine
import HostSystem
import LedgerStore
import SiteReports

/// The callers that follow the curtailment log over the control socket.
final class EventFollowers: Sendable {
    /// Followers kept at once; more are told to try again.
    static let limit = 16

    private struct Follower {
        let responder: ControlResponder<Log.Reply>
        /// The one program asked for; nil for all.
        let program: Program?
    }

    private let followers = Monitor<[ObjectIdentifier: Follower]>([:])

    /// Keeps a follower until it leaves.
    ///
    /// - Parameters:
    ///   - responder: gets every change of an event.
    ///   - program: the one program asked for; nil for all.
    /// - Returns: false when there are too many.
    func add(_ responder: ControlResponder<Log.Reply>, program: Program?) -> Bool {
        let key = ObjectIdentifier(responder)
        let isKept = followers.withLock { followers in
            guard followers.count < Self.limit else { return false }
            followers[key] = Follower(responder: responder, program: program)
            return true
        }
        if isKept { responder.whenEnded { [weak self] in self?.remove(key) } }
        return isKept
    }

    /// The decision loop calls this with every change of an event; the documents are made and sent off the loop.
    func report(readingFrom ledger: String, on worker: SerialWorker) -> @Sendable (CurtailmentEvent) -> Void {
        { [self] event in
            guard followers.withLock({ !$0.isEmpty }) else { return }
            worker.perform { [self] in
                guard let line = try? EventLine(event, try? LedgerReader(path: ledger)) else { return }
                for follower in followers.withLock({ Array($0.values) })
                where follower.program.map(event.programs.contains) ?? true {
                    follower.responder.more(.event(line))
                }
            }
        }
    }

    private func remove(_ key: ObjectIdentifier) { followers.withLock { $0[key] = nil } }
}
