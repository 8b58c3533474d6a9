import CSystemd
import Glibc

/// The daemon's POSIX signals, read from a descriptor instead of interrupting whatever runs.
package final class ProcessSignals: Sendable {
    /// Bytes of one record that a read of ``descriptor`` gives.
    package static let recordSize = 128

    /// Readable when a signal waits; not blocking, closed on exec and with this object.
    package let descriptor: Int32

    /// Blocks the signals in this thread and in all threads made after it, and ignores SIGPIPE.
    ///
    /// The first statement of `main`: a signal that comes before it, or that some older thread takes, ends the
    /// process. Children inherit the blocked signals and have to reset them before they execute a program.
    package static func block() {
        var signals = set
        _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Opens the descriptor that the blocked signals come to.
    ///
    /// - Throws: ``ProcessSignalsFailure`` when the process has no descriptors left.
    package init() throws(ProcessSignalsFailure) {
        var signals = Self.set
        descriptor = unsafe signalfd(-1, &signals, Int32(SFD_CLOEXEC) | Int32(SFD_NONBLOCK))
        guard descriptor >= 0 else { throw ProcessSignalsFailure(errorNumber: errno) }
    }

    deinit { close(descriptor) }

    /// Takes the next waiting signal.
    ///
    /// - Returns: nil when none waits.
    package func next() -> ReceivedProcessSignal? {
        var record = [UInt8](repeating: 0, count: Self.recordSize)
        while true {
            let count = unsafe read(descriptor, &record, record.count)
            if count < 0, errno == EINTR { continue }
            guard count == Self.recordSize else { return nil }
            // A number outside the set cannot come; should it, the next record is looked at.
            if let signal = Self.signals(in: record).first { return signal }
        }
    }

    /// Reads records that somebody else has read from ``descriptor``, for example an event loop.
    ///
    /// - Parameter bytes: whole records of ``recordSize`` bytes; a rest is dropped.
    /// - Returns: the signals, in the order in which they came.
    package static func signals(in bytes: [UInt8]) -> [ReceivedProcessSignal] {
        stride(from: 0, through: bytes.count - recordSize, by: recordSize).compactMap { start in
            // signalfd(2): number, errno and code of four bytes each, then the sender's pid and uid.
            received(
                number: Int32(bitPattern: word(bytes, at: start)),
                senderPID: Int32(bitPattern: word(bytes, at: start + 12)),
                senderUID: word(bytes, at: start + 16))
        }
    }

    private static func word(_ bytes: [UInt8], at start: Int) -> UInt32 {
        bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func received(number: Int32, senderPID: Int32, senderUID: UInt32) -> ReceivedProcessSignal?
    {
        guard let (kind, name) = meaning(of: number) else { return nil }
        return ReceivedProcessSignal(kind: kind, name: name, senderPID: senderPID, senderUID: senderUID)
    }

    static func meaning(of number: Int32) -> (ReceivedProcessSignal.Kind, String)? {
        switch number {
        case SIGUSR1: return (.curtailEverything, "SIGUSR1")
        case SIGUSR2: return (.release, "SIGUSR2")
        case SIGHUP: return (.reload, "SIGHUP")
        case SIGTERM: return (.stop, "SIGTERM")
        case SIGINT: return (.stop, "SIGINT")
        default:
            let step = number - __libc_current_sigrtmin()
            guard (1...9).contains(step) else { return nil }
            return (.curtailPercent(Int(step) * 10), "SIGRTMIN+\(step)")
        }
    }

    private static var set: sigset_t {
        var signals = sigset_t()
        _ = unsafe sigemptyset(&signals)
        let first = __libc_current_sigrtmin()
        for number in [SIGUSR1, SIGUSR2, SIGHUP, SIGTERM, SIGINT] + (1...9).map({ first + $0 }) {
            _ = unsafe sigaddset(&signals, number)
        }
        return signals
    }
}

/// The descriptor for signals could not be opened.
package struct ProcessSignalsFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let errorNumber: Int32

    package var description: String {
        "Signals cannot be received: signalfd gave error \(errorNumber). The daemon does not start, because nobody "
            + "could stop it or curtail with a signal. Raise the limit of open files: systemctl show curtaild "
            + "-p LimitNOFILE"
    }
}
