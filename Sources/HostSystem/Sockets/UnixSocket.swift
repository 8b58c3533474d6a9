import CHostSystem
import Glibc

/// UNIX sockets bound with their permissions from the first moment on.
package enum UnixSocket {
    /// How messages come on the socket.
    package enum Kind: Hashable, Sendable {
        case stream, datagram
    }

    /// Makes a socket, binds it to a path, and listens where it is a stream.
    ///
    /// A socket that a dead process left at the path is replaced; one that somebody serves and every other file are not.
    ///
    /// - Parameters:
    ///   - path: at most 107 bytes; its folder has to exist.
    ///   - kind: stream or datagram.
    ///   - mode: permission bits, set explicitly and before anybody can connect.
    ///   - group: owner group of the file; without the right to give it, the socket works for its own user.
    ///   - backlog: connections that may wait at a stream.
    /// - Returns: a descriptor that does not block; the caller closes it.
    /// - Throws: ``HostFailure``; EADDRINUSE when somebody listens there.
    package static func bind(
        path: String, kind: Kind, mode: UInt32 = 0o660, group: UInt32?, backlog: Int32 = 128
    ) throws(HostFailure) -> Int32 {
        let address = try UnixSocketAddress(path)
        try removeStale(address)
        let descriptor = try UnixSocketAddress.makeSocket(kind == .stream ? SOCK_STREAM : SOCK_DGRAM)
        do throws(HostFailure) {
            // The file is born with the socket's own mode, so there is no moment in which others could connect.
            _ = fchmod(descriptor, mode)
            try address.bind(descriptor)
            guard unsafe chmod(path, mode) == 0 else { throw HostFailure("set the mode of \(path)", errno) }
            if let group { _ = unsafe lchown(path, uid_t.max, group) }
            guard kind == .datagram || listen(descriptor, backlog) == 0 else {
                throw HostFailure("listen on \(path)", errno)
            }
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// A second descriptor of the same socket.
    ///
    /// - Throws: ``HostFailure``.
    package static func duplicate(_ descriptor: Int32) throws(HostFailure) -> Int32 {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw HostFailure("duplicate descriptor \(descriptor)", errno) }
        return copy
    }

    /// Closes a descriptor that ``bind(path:kind:mode:group:backlog:)`` or ``duplicate(_:)`` gave.
    package static func close(_ descriptor: Int32) { Glibc.close(descriptor) }

    private static func removeStale(_ address: UnixSocketAddress) throws(HostFailure) {
        var status = stat()
        guard unsafe lstat(address.path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw HostFailure("replace \(address.path), which is no socket", EEXIST)
        }
        guard try !isServed(address) else {
            throw HostFailure("listen on \(address.path), because another process does", EADDRINUSE)
        }
        try HostFolder.remove(address.path)
    }

    /// Whether a process holds the socket; the kernel says so before it looks at the kind.
    private static func isServed(_ address: UnixSocketAddress) throws(HostFailure) -> Bool {
        let probe = try UnixSocketAddress.makeSocket(SOCK_DGRAM)
        defer { close(probe) }
        do throws(HostFailure) {
            try address.connect(probe)
        } catch {
            if error.errorNumber == EPROTOTYPE { return true }
            guard error.meansNobodyListens else { throw error }
            return false
        }
        return true
    }
}
