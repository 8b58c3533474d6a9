import CHostSystem
import Glibc

/// Wakes a thread that waits in an ``EventPoll``, from any thread. (eventfd(2).)
package final class EventSignal: Sendable {
    let descriptor: Int32

    /// Opens a signal that is not raised.
    ///
    /// - Throws: ``HostFailure``.
    package init() throws(HostFailure) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard descriptor >= 0 else { throw HostFailure("open an eventfd", errno) }
    }

    deinit { _ = Glibc.close(descriptor) }

    /// Makes the signal readable until it is cleared.
    package func raise() {
        var one: UInt64 = 1
        _ = unsafe write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    /// Takes back whatever was raised.
    package func clear() {
        var count: UInt64 = 0
        _ = unsafe read(descriptor, &count, MemoryLayout<UInt64>.size)
    }
}
