package import SitePorts
import GridMarket
package import CurtailmentEngine
package import GridUnits

/// How units of one type are spoken to: all that a new type of miner has to bring.
///
/// A driver holds no state and does no I/O. It makes exchanges; the fleet opens the connections, keeps the
/// deadlines, retries, and calls the receiver.
package protocol UnitDriver: Sendable {
    /// Bytes that one reply may have; a longer one is refused.
    var replyLimit: Int { get }

    /// Longest wait for one reply; nil takes the configured one. Stock Antminer firmware needs half a minute.
    var replyWithin: TimeSpan? { get }

    /// Begins a conversation.
    ///
    /// - Parameters:
    ///   - task: what is to be done.
    ///   - unit: the unit as configured.
    ///   - memory: what the last exchange with the unit left behind, such as a session; empty at first.
    /// - Returns: an exchange whose `begin()` has not been called yet.
    func exchange(for task: ExchangeTask, with unit: FleetSettings.Unit, memory: [UInt8]) -> any UnitExchange
}

/// The purpose of an exchange.
package enum ExchangeTask: Hashable, Sendable {
    /// Do it; `isLastAttempt` says that a failure will not be tried again.
    case order(FleetOrder.Action, FleetOrder.Urgency, attempt: Int, isLastAttempt: Bool)
    /// Read power and state.
    case read
    /// Read power, and the state where the power leaves it open: what is done for every unit again and again.
    case poll
    /// Give back what an order left open, such as a session.
    case release
}

/// One conversation with one unit, as a state machine without I/O: bytes in, next step out.
package protocol UnitExchange: Sendable {
    /// The first step.
    mutating func begin() -> ExchangeStep

    /// Takes what has been received since the last bytes were sent.
    mutating func receive(_ reply: ReceivedBytes) -> ExchangeStep

    /// What is left behind when the connection fails or the fleet cuts the exchange short; its answer is not
    /// used.
    var remains: ExchangeResult { get }
}

/// The bytes received on the present connection since the last ones were sent.
package struct ReceivedBytes: Sendable {
    /// The request as it goes over the wire.
    package let bytes: [UInt8]
    /// Index of the first byte that was not there the last time.
    package let newFrom: Int
    /// Whether the unit has closed its side: nothing more will come.
    package let hasEnded: Bool

    package init(bytes: [UInt8], newFrom: Int = 0, hasEnded: Bool = false) {
        self.bytes = bytes
        self.newFrom = newFrom
        self.hasEnded = hasEnded
    }
}

/// The next step of an exchange.
package enum ExchangeStep: Sendable {
    /// Open a new connection and send this in one write.
    case connectAndSend([UInt8])
    /// Send this on the present connection.
    case send([UInt8])
    /// The reply is not whole yet.
    case waitForMore
    case finished(ExchangeResult)
}

/// How an exchange ended, and what is to be kept of it.
package struct ExchangeResult: Sendable {
    /// The answer to report; nil when nobody wants to know, as after a release.
    package let answer: UnitReading.Answer?
    /// Handed to the next exchange with this unit.
    package let memory: [UInt8]
    /// Whether a `release` has to follow when nothing more urgent is waiting.
    package let needsRelease: Bool

    package init(_ answer: UnitReading.Answer?, memory: [UInt8] = [], needsRelease: Bool = false) {
        self.answer = answer
        self.memory = memory
        self.needsRelease = needsRelease
    }
}
