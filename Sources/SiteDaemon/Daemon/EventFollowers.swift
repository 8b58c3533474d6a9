import ControlSocket
import CurtailmentEngine
import Synchronization

/// Those who follow the curtailment log over the control socket.
final class EventFollowers: Sendable {
    /// Followers kept at once; more are told to try again.
    static let limit = 16

    private let followers = Mutex<[ObjectIdentifier: ControlResponder]>([:])

    /// Keeps a follower until it leaves.
    ///
    /// - Returns: false when there are too many.
    func add(_ responder: ControlResponder) -> Bool {
        let key = ObjectIdentifier(responder)
        let isKept = followers.withLock { followers in
            guard followers.count < Self.limit else { return false }
            followers[key] = responder
            return true
        }
        if isKept { responder.whenEnded { [weak self] in self?.remove(key) } }
        return isKept
    }

    func send(_ document: ControlValue) {
        for responder in followers.withLock({ Array($0.values) }) { responder.more(document) }
    }

    private func remove(_ key: ObjectIdentifier) { followers.withLock { $0[key] = nil } }
}
