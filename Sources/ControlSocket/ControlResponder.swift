package import SiteRecord
import NIOCore
import HostSystem

/// Carries the answer to one call, given at once or later, from any thread; JSON is written on the caller's thread.
///
/// The first ``reply(_:)`` or ``fail(_:)`` ends the answer; what comes after it is dropped. A responder that is
/// let go unanswered fails by itself, so that no asker waits for ever.
package final class ControlResponder<Reply: CanonicallyWritten>: Sendable {
    /// Whether the asker accepts more than one answer.
    package let acceptsMore: Bool
    private let connection: NIOLoopBound<ControlConnection>
    private let call: Int
    private let isFinished = Monitor(false)

    init(connection: ControlConnection, call: Int, acceptsMore: Bool) {
        self.connection = NIOLoopBound(connection, eventLoop: connection.eventLoop)
        self.call = call
        self.acceptsMore = acceptsMore
    }

    deinit {
        guard !isFinished.withLock({ $0 }) else { return }
        let failure = ControlFailure(
            .internal,
            "The daemon let the request go without an answer. It may have been done. Look: curtailctl status")
        connection.deliver(ControlMessage.reply(failure), isLast: true, call: call)
    }

    /// Gives the answer, or the last of several.
    package func reply(_ document: Reply) { finish(ControlMessage.reply(document, continues: false)) }

    /// Gives one of several answers; without effect for an asker who accepts only one.
    package func more(_ document: Reply) {
        guard acceptsMore, !isFinished.withLock({ $0 }) else { return }
        connection.deliver(ControlMessage.reply(document, continues: true), isLast: false, call: call)
    }

    /// Says what went wrong.
    package func fail(_ failure: ControlFailure) { finish(ControlMessage.reply(failure)) }

    /// Has a closure called once, on the server's event loop, when the answer has ended or the asker has left.
    package func whenEnded(_ body: @escaping @Sendable () -> Void) {
        connection.onLoop { [call] in $0.whenEnded(call, body) }
    }

    private func finish(_ message: [UInt8]) {
        let isFirst = isFinished.withLock { isFinished in
            defer { isFinished = true }
            return !isFinished
        }
        guard isFirst else { return }
        connection.deliver(message, isLast: true, call: call)
    }
}

extension NIOLoopBound<ControlConnection> {
    fileprivate func deliver(_ message: [UInt8], isLast: Bool, call: Int) {
        onLoop { $0.deliver(message, isLast: isLast, call: call) }
    }

    fileprivate func onLoop(_ body: @escaping @Sendable (ControlConnection) -> Void) {
        guard !eventLoop.inEventLoop else { return body(value) }
        eventLoop.execute { body(value) }
    }
}
