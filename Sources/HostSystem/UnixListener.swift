import CHostSystem
import Glibc

/// A listening UNIX stream socket whose file says who may connect.
package final class UnixListener: Sendable {
    /// The listening descriptor.
    package let descriptor: Int32

    /// Takes over a listening socket, for example one that systemd passed; it is closed with this object.
    package init(owning descriptor: Int32) {
        self.descriptor = descriptor
        // Accepting must not wait: several may be told of one connection.
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    /// Binds and listens; a socket file left by a dead process is replaced, one that somebody serves is not.
    ///
    /// - Parameters:
    ///   - path: where the socket file stands; its folder has to exist.
    ///   - mode: permission bits, set explicitly and before anybody can connect.
    ///   - group: owner group of the file, as far as we may give it.
    ///   - backlog: connections that may wait.
    /// - Throws: ``HostFailure``; EADDRINUSE when somebody listens there.
    package init(path: String, mode: UInt32, group: UInt32?, backlog: Int32 = 64) throws(HostFailure) {
        descriptor = try UnixSocket.bind(
            path: path, kind: .stream, mode: mode, group: group, backlog: backlog)
    }

    deinit { close(descriptor) }

    /// Takes one waiting connection, not blocking and closed on exec.
    ///
    /// - Returns: its descriptor, which the caller owns; nil when none waits.
    /// - Throws: ``HostFailure``, for example EMFILE; the connection keeps waiting.
    package func accept() throws(HostFailure) -> Int32? {
        while true {
            let accepted = curtail_accept(descriptor)
            if accepted >= 0 { return accepted }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EAGAIN: return nil
            default: throw HostFailure("accept a connection", errno)
            }
        }
    }

    /// Closes a descriptor that ``accept()`` gave and nobody took over.
    package static func discard(_ descriptor: Int32) { close(descriptor) }
}
