import CHostSystem
import Glibc

/// A set of descriptors that a thread waits on. (epoll(7).)
///
/// Level-triggered: what is not read is reported again. One thread waits; others may add and change meanwhile.
package final class EventPoll: Sendable {
    /// The event to wait for.
    package enum Interest: Sendable {
        case readable
        case writable
    }

    private let descriptor: Int32

    /// Opens an empty set.
    ///
    /// - Throws: ``HostFailure``.
    package init() throws(HostFailure) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw HostFailure("open an epoll set", errno) }
    }

    deinit { _ = Glibc.close(descriptor) }

    /// Adds a socket.
    ///
    /// - Parameters:
    ///   - socket: not in the set yet.
    ///   - interest: what to wait for.
    ///   - token: comes back with each of its events.
    /// - Throws: ``HostFailure``.
    package func add(_ socket: StreamSocket, for interest: Interest, token: UInt64) throws(HostFailure) {
        try control(EPOLL_CTL_ADD, socket.descriptor, interest, token)
    }

    /// Waits for something else on a socket of the set.
    ///
    /// - Parameters:
    ///   - socket: in the set.
    ///   - interest: what to wait for from now on.
    ///   - token: comes back with each of its events.
    /// - Throws: ``HostFailure``.
    package func change(_ socket: StreamSocket, to interest: Interest, token: UInt64) throws(HostFailure) {
        try control(EPOLL_CTL_MOD, socket.descriptor, interest, token)
    }

    /// Adds a signal between threads.
    ///
    /// - Parameters:
    ///   - signal: not in the set yet.
    ///   - token: comes back with each of its events.
    /// - Throws: ``HostFailure``.
    package func add(_ signal: EventSignal, token: UInt64) throws(HostFailure) {
        try control(EPOLL_CTL_ADD, signal.descriptor, .readable, token)
    }

    private func control(
        _ operation: Int32, _ target: Int32, _ interest: Interest, _ token: UInt64
    ) throws(HostFailure) {
        let kinds =
            switch interest {
            case .readable: EPOLLIN.rawValue
            case .writable: EPOLLOUT.rawValue
            }
        var event = unsafe epoll_event(events: kinds, data: epoll_data_t(u64: token))
        guard unsafe epoll_ctl(descriptor, operation, target, &event) == 0 else {
            throw HostFailure("poll a socket", errno)
        }
    }

    /// Waits until something is ready or the time is over.
    ///
    /// - Parameters:
    ///   - milliseconds: 0 looks without waiting, -1 waits for ever.
    ///   - ready: gets the tokens of what is ready.
    package func wait(milliseconds: Int32, into ready: inout ReadyTokens) {
        ready.fill(from: descriptor, milliseconds: milliseconds)
    }
}

/// The tokens that one wait brought; the waiting thread keeps it, so that its memory is reused.
///
/// Safe to use: the pointer that the events could hold is never set or read, only their number.
@safe
package struct ReadyTokens {
    private var events: [epoll_event]
    private var count = 0

    /// Makes room for tokens.
    ///
    /// - Parameter capacity: taken from the kernel at most in one wait.
    package init(capacity: Int) {
        unsafe events = [epoll_event](repeating: epoll_event(), count: capacity)
    }

    /// Positions for the subscript.
    package var indices: Range<Int> { 0..<count }

    /// The number that the descriptor of an event was registered with.
    package subscript(index: Int) -> UInt64 { unsafe events[index].data.u64 }

    fileprivate mutating func fill(from descriptor: Int32, milliseconds: Int32) {
        let limit = unsafe Int32(events.count)
        let found = unsafe events.withUnsafeMutableBufferPointer {
            unsafe epoll_wait(descriptor, $0.baseAddress, limit, milliseconds)
        }
        count = max(0, Int(found))
    }
}
