import CHostSystem
import Glibc

/// A blocking UNIX stream socket, for programs that ask one question and wait.
package final class UnixStream: Sendable {
    /// The connected descriptor.
    package let descriptor: Int32

    /// Takes over a connected socket, which is closed with this object.
    package init(owning descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Connects to a listening socket.
    ///
    /// - Parameters:
    ///   - path: where it stands.
    ///   - timeoutMilliseconds: for this and every later call; zero waits for ever.
    /// - Throws: ``HostFailure``.
    package convenience init(
        connectingTo path: String, timeoutMilliseconds: Int = 0
    ) throws(HostFailure) {
        let descriptor = try UnixSocketAddress.makeSocket(SOCK_STREAM)
        self.init(owning: descriptor)
        try setTimeout(milliseconds: timeoutMilliseconds)
        try UnixSocketAddress(path).connect(descriptor)
    }

    /// Bounds how long one receive or send may take; zero waits for ever.
    ///
    /// - Throws: ``HostFailure``.
    package func setTimeout(milliseconds: Int) throws(HostFailure) {
        var span = timeval(tv_sec: milliseconds / 1_000, tv_usec: milliseconds % 1_000 * 1_000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            guard unsafe setsockopt(descriptor, SOL_SOCKET, option, &span, size) == 0 else {
                throw HostFailure("set a timeout", errno)
            }
        }
    }

    /// Sends all bytes.
    ///
    /// - Throws: ``HostFailure``; what was sent before it stays sent.
    package func send(_ bytes: [UInt8]) throws(HostFailure) {
        var sent = 0
        while sent < bytes.count {
            let result = unsafe bytes.withUnsafeBytes {
                // A closed peer is an error to report, not a SIGPIPE.
                unsafe Glibc.send(
                    descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if result < 0, errno == EINTR { continue }
            guard result >= 0 else { throw HostFailure("send", errno) }
            sent += result
        }
    }

    /// Waits for bytes.
    ///
    /// - Returns: at most `limit` bytes; none when the peer has closed.
    /// - Throws: ``HostFailure``.
    package func receive(atMost limit: Int) throws(HostFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        while true {
            let result = unsafe recv(descriptor, &bytes, limit, 0)
            if result < 0, errno == EINTR { continue }
            guard result >= 0 else { throw HostFailure("receive", errno) }
            return Array(bytes.prefix(result))
        }
    }
}
