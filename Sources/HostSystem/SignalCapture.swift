import CHostSystem
import Glibc

/// Turns POSIX signals into records in a pipe.
///
/// Handlers and not signalfd(2), because the main thread of an asynchronous Swift program rests in libdispatch's
/// `sigsuspend` with every signal unblocked: there a blocked signal would take its default action.
package enum SignalCapture {
    /// One captured signal.
    package struct Record: Hashable, Sendable {
        /// The signal's number.
        package let number: Int32
        /// Zero when the kernel sent it.
        package let senderPID: Int32
        /// The user of the sender.
        package let senderUID: UInt32
    }

    /// Bytes of one record in the pipe.
    package static let recordSize = 12

    /// The lowest real-time signal that the C library leaves to programs; `SIGRTMIN` of C.
    package static var firstRealTime: Int32 { __libc_current_sigrtmin() }

    /// Installs the handlers, for good, and ignores SIGPIPE; a second call adds signals to the same pipe.
    ///
    /// Programs that we execute start with default actions again, save that SIGPIPE stays ignored.
    ///
    /// - Parameter numbers: the signals to capture.
    /// - Returns: the pipe's reading end; not blocking, closed on exec, open as long as the process lives.
    /// - Throws: ``HostFailure`` when the process has no descriptors left or a number is no signal.
    package static func start(_ numbers: [Int32]) throws(HostFailure) -> Int32 {
        let descriptor = unsafe curtail_capture_signals(numbers, Int32(numbers.count))
        guard descriptor >= 0 else { throw HostFailure("capture signals", errno) }
        _ = signal(SIGPIPE, SIG_IGN)
        return descriptor
    }

    /// Takes what waits in the pipe, at most one page of it.
    package static func read(from descriptor: Int32) -> [Record] {
        var bytes = [UInt8](repeating: 0, count: recordSize * 256)
        while true {
            let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            return records(in: Array(bytes.prefix(max(0, count))))
        }
    }

    /// Reads records that somebody else has read from the pipe, for example an event loop.
    ///
    /// - Parameter bytes: whole records; a rest is dropped.
    /// - Returns: in the order in which the signals came.
    package static func records(in bytes: [UInt8]) -> [Record] {
        stride(from: 0, through: bytes.count - recordSize, by: recordSize).map { start in
            Record(
                number: Int32(bitPattern: word(bytes, at: start)),
                senderPID: Int32(bitPattern: word(bytes, at: start + 4)),
                senderUID: word(bytes, at: start + 8))
        }
    }

    private static func word(_ bytes: [UInt8], at start: Int) -> UInt32 {
        UInt32(littleEndian: bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) })
    }
}
