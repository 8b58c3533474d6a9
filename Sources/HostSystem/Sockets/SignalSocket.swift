import CHostSystem
import Glibc

/// UNIX sockets bound with their permissions from the first moment on.
package enum SignalSocket {
    /// How messages come on the socket.
    package enum Kind: Hashable, Sendable {
        case stream, datagram
    }

    /// Makes a socket, binds it to a path with mode 0660, and listens where it is a stream.
    ///
    /// A socket left behind at the path is replaced; any other file there is refused.
    ///
    /// - Parameters:
    ///   - path: at most 107 bytes.
    ///   - kind: stream or datagram.
    ///   - group: who owns the socket beside the user; left as it is where the group does not exist or may not be set.
    /// - Returns: a descriptor that does not block; the caller closes it.
    /// - Throws: ``HostFileError``.
    package static func bind(path: String, kind: Kind, group: String?) throws(HostFileError) -> Int32 {
        try removeLeftOver(path)
        let type = kind == .stream ? SOCK_STREAM : SOCK_DGRAM
        let flags = SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let descriptor = socket(AF_UNIX, Int32(type.rawValue | flags), 0)
        guard descriptor >= 0 else {
            throw HostFileError("cannot make a socket for", path: path, errorNumber: errno)
        }
        do throws(HostFileError) {
            // Linux takes the mode of the new name from the socket's own, so that it is never open to all.
            fchmod(descriptor, 0o660)
            try name(descriptor, path)
            unsafe chmod(path, 0o660)
            if let group { giveTo(group, path: path) }
            if kind == .stream, listen(descriptor, 128) != 0 {
                throw HostFileError("cannot listen on", path: path, errorNumber: errno)
            }
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// A second descriptor of the same socket.
    ///
    /// - Throws: ``HostFileError``.
    package static func duplicate(_ descriptor: Int32) throws(HostFileError) -> Int32 {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else {
            throw HostFileError("cannot duplicate", path: "descriptor \(descriptor)", errorNumber: errno)
        }
        return copy
    }

    package static func close(_ descriptor: Int32) { Glibc.close(descriptor) }

    private static func removeLeftOver(_ path: String) throws(HostFileError) {
        guard let facts = try? FileFacts(of: path) else { return }
        guard facts.isSocket else {
            throw HostFileError("will not replace what is not a socket:", path: path, errorNumber: EEXIST)
        }
        try HostFolder.remove(path)
    }

    private static func name(_ descriptor: Int32, _ path: String) throws(HostFileError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let fits = unsafe withUnsafeMutableBytes(of: &address.sun_path) { field in
            guard bytes.count < field.count else { return false }
            unsafe field.copyBytes(from: bytes)
            return true
        }
        guard fits else {
            throw HostFileError("the path is longer than 107 bytes:", path: path, errorNumber: ENAMETOOLONG)
        }
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe Glibc.bind(descriptor, generic, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw HostFileError("cannot bind", path: path, errorNumber: errno) }
    }

    private static func giveTo(_ group: String, path: String) {
        var entry = unsafe Glibc.group()
        var found: UnsafeMutablePointer<Glibc.group>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        let identifier: gid_t? = unsafe buffer.withUnsafeMutableBufferPointer { space in
            guard unsafe getgrnam_r(group, &entry, space.baseAddress, space.count, &found) == 0,
                let result = unsafe found
            else { return nil }
            return unsafe result.pointee.gr_gid
        }
        // Without the right to give it away the socket still works for its own user.
        if let identifier { _ = unsafe chown(path, uid_t.max, identifier) }
    }
}
