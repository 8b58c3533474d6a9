import Glibc
import HostSystem

/// The daemon's POSIX signals, read from a pipe instead of interrupting whatever runs.
package final class ProcessSignals: Sendable {
    /// Bytes of one record that a read of ``descriptor`` gives.
    package static let recordSize = SignalCapture.recordSize

    /// Readable when a signal waits; not blocking, closed on exec, open as long as the process lives.
    package let descriptor: Int32
    private let waiting = Monitor<[ReceivedProcessSignal]>([])

    /// Captures the signals of the contract and ignores SIGPIPE: the first statement of `main`.
    ///
    /// A signal that came before it has ended the process; none that comes after it does. Made again, it gives
    /// another reader of the same pipe, so one is made and passed on.
    ///
    /// - Throws: ``ProcessSignalsFailure`` when the process has no descriptors left.
    package init() throws(ProcessSignalsFailure) {
        let first = SignalCapture.firstRealTime
        let numbers = [SIGUSR1, SIGUSR2, SIGHUP, SIGTERM, SIGINT] + (1...9).map { first + $0 }
        do throws(HostFailure) {
            descriptor = try SignalCapture.start(numbers)
        } catch {
            throw ProcessSignalsFailure(errorNumber: error.errorNumber)
        }
    }

    /// Takes the next waiting signal.
    ///
    /// - Returns: nil when none waits.
    package func next() -> ReceivedProcessSignal? {
        waiting.withLock { waiting in
            if waiting.isEmpty {
                waiting = SignalCapture.read(from: descriptor).compactMap(Self.received)
            }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }

    /// Reads records that somebody else has read from ``descriptor``, for example an event loop.
    ///
    /// - Parameter bytes: whole records of ``recordSize`` bytes; a rest is dropped.
    /// - Returns: the signals, in the order in which they came.
    package static func signals(in bytes: [UInt8]) -> [ReceivedProcessSignal] {
        SignalCapture.records(in: bytes).compactMap(received)
    }

    private static func received(_ record: SignalCapture.Record) -> ReceivedProcessSignal? {
        guard let (kind, name) = meaning(of: record.number) else { return nil }
        return ReceivedProcessSignal(
            kind: kind, name: name, senderPID: record.senderPID, senderUID: record.senderUID)
    }

    static func meaning(of number: Int32) -> (ReceivedProcessSignal.Kind, String)? {
        switch number {
        case SIGUSR1: return (.curtailEverything, "SIGUSR1")
        case SIGUSR2: return (.release, "SIGUSR2")
        case SIGHUP: return (.reload, "SIGHUP")
        case SIGTERM: return (.stop, "SIGTERM")
        case SIGINT: return (.stop, "SIGINT")
        default:
            let step = number - SignalCapture.firstRealTime
            guard (1...9).contains(step) else { return nil }
            return (.curtailPercent(Int(step) * 10), "SIGRTMIN+\(step)")
        }
    }
}

/// The pipe for signals could not be made.
package struct ProcessSignalsFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The `errno` of the call that failed.
    package let errorNumber: Int32

    package var description: String {
        "Signals cannot be received (error \(errorNumber)). The daemon does not start, because nobody could stop it "
            + "or curtail with a signal. Raise the limit of open files: systemctl show curtaild -p LimitNOFILE"
    }
}
