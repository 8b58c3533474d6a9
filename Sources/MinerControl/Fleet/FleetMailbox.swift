import SitePorts
import CurtailmentEngine
import HostSystem

/// Hands work to the fleet's thread: bounded, locked for a few instructions, waking the thread only when it
/// sleeps.
final class FleetMailbox: Sendable {
    enum Message: Sendable {
        case order(FleetOrder)
        case read([Int])
        case settings(FleetSettings)
    }

    /// How the thread is to end.
    struct Stop: Sendable {
        /// Boot time until which orders and releases are still finished.
        let drainUntil: Int64
    }

    private struct State {
        var messages: [Message] = []
        var isThreadWaiting = false
        var stop: Stop?
    }

    private let limit: Int
    private let state = Monitor(State())
    let signal: EventSignal

    init(limit: Int) throws(HostFailure) {
        self.limit = limit
        signal = try EventSignal()
    }

    /// Adds a message.
    ///
    /// - Parameter message: comes out after those that were added before it.
    /// - Returns: the message that had to give way to it when the mailbox was full (the oldest order or read
    ///   request, since newer orders say what is wanted now), and whether the signal has to be raised.
    func post(_ message: Message) -> (displaced: Message?, wakes: Bool) {
        state.withLock { state in
            var displaced: Message?
            if state.messages.count >= limit {
                let oldest = state.messages.firstIndex { message in
                    switch message {
                    case .order, .read: true
                    case .settings: false
                    }
                }
                displaced = state.messages.remove(at: oldest ?? 0)
            }
            state.messages.append(message)
            defer { state.isThreadWaiting = false }
            return (displaced, state.isThreadWaiting)
        }
    }

    /// Tells the thread to end.
    func stop(_ stop: Stop) {
        state.withLock { $0.stop = stop }
        signal.raise()
    }

    /// Moves what has been posted to the end of `messages`.
    ///
    /// - Parameter messages: what the thread has still to do.
    /// - Returns: the request to stop, once there is one.
    func take(into messages: inout [Message]) -> Stop? {
        state.withLock { state in
            state.isThreadWaiting = false
            if messages.isEmpty {
                swap(&messages, &state.messages)
            } else if !state.messages.isEmpty {
                messages.append(contentsOf: state.messages)
                state.messages.removeAll(keepingCapacity: true)
            }
            return state.stop
        }
    }

    /// Says that the thread is about to wait, so that the next message raises the signal.
    ///
    /// - Returns: whether it may: false when there is something to take.
    func prepareToWait() -> Bool {
        state.withLock { state in
            state.isThreadWaiting = state.messages.isEmpty
            return state.messages.isEmpty
        }
    }
}
