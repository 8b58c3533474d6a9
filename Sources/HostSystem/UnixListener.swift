import CHostSystem
import Glibc

/// A listening UNIX stream socket whose file says who may connect.
package final class UnixListener: Sendable {
    /// The listening descriptor.
    package let descriptor: Int32
    /// Whether the socket file belongs to the group that was asked for; false without the privilege to give it.
    package let belongsToGroup: Bool

    /// Takes over a listening socket, for example one that systemd passed; it is closed with this object.
    package init(owning descriptor: Int32) {
        self.descriptor = descriptor
        belongsToGroup = true
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
    /// - Throws: ``UnixSocketFailure``; EADDRINUSE when somebody listens there.
    package init(path: String, mode: UInt32, group: UInt32?, backlog: Int32 = 64) throws(UnixSocketFailure) {
        let address = try UnixSocketAddress(path)
        try Self.removeStale(path)
        let descriptor = try UnixSocketAddress.makeSocket(SOCK_STREAM)
        do throws(UnixSocketFailure) {
            // The file is born with the socket's own mode, so there is no moment in which others could connect.
            _ = fchmod(descriptor, mode)
            try address.bind(descriptor)
            guard unsafe chmod(path, mode) == 0 else {
                throw UnixSocketFailure("set the mode of \(path)", errno)
            }
            belongsToGroup = group.map { unsafe lchown(path, uid_t.max, $0) == 0 } ?? true
            guard listen(descriptor, backlog) == 0 else {
                throw UnixSocketFailure("listen on \(path)", errno)
            }
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Takes one waiting connection, not blocking and closed on exec.
    ///
    /// - Returns: its descriptor, which the caller owns; nil when none waits.
    /// - Throws: ``UnixSocketFailure``, for example EMFILE; the connection keeps waiting.
    package func accept() throws(UnixSocketFailure) -> Int32? {
        while true {
            let accepted = curtail_accept(descriptor)
            if accepted >= 0 { return accepted }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EAGAIN: return nil
            default: throw UnixSocketFailure("accept a connection", errno)
            }
        }
    }

    /// Closes a descriptor that ``accept()`` gave and nobody took over.
    package static func discard(_ descriptor: Int32) { close(descriptor) }

    private static func removeStale(_ path: String) throws(UnixSocketFailure) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw UnixSocketFailure("replace \(path), which is no socket", EEXIST)
        }
        do throws(UnixSocketFailure) {
            _ = try UnixStream(connectingTo: path, timeoutMilliseconds: 1_000)
        } catch {
            guard error.meansNobodyListens else { throw error }
            guard unsafe unlink(path) == 0 || errno == ENOENT else {
                throw UnixSocketFailure("remove the stale socket \(path)", errno)
            }
            return
        }
        throw UnixSocketFailure("listen on \(path), because another process does", EADDRINUSE)
    }
}
