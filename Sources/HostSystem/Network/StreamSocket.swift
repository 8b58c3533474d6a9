import CHostSystem
import Glibc

/// A non-blocking TCP socket, named by its descriptor; whoever opened it closes it exactly once.
package struct StreamSocket: Hashable, Sendable {
    /// The open descriptor.
    package let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// The outcome of an attempt to send or receive.
    package enum Transfer: Hashable, Sendable {
        case moved(Int)
        /// Nothing can be moved now; wait for readiness.
        case wouldBlock
        /// The peer has closed its side; only when receiving.
        case ended
        /// The connection is gone; the `errno` value.
        case failed(Int32)
    }

    /// Opens a socket and starts to connect it, without waiting.
    ///
    /// - Parameter address: where to; a refusal known at once is thrown, a later one comes from `send` or
    ///   `receive`.
    /// - Returns: a socket that is connecting or connected.
    /// - Throws: ``HostFailure``, also when the process has no descriptor left.
    package static func connecting(to address: SocketAddress) throws(HostFailure) -> StreamSocket {
        let flags = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, flags, 0)
        guard descriptor >= 0 else { throw HostFailure("open a socket", errno) }
        let result = unsafe address.withSocketAddress { unsafe connect(descriptor, $0, $1) }
        if result == 0 || errno == EINPROGRESS || errno == EINTR {
            return StreamSocket(descriptor: descriptor)
        }
        let failure = HostFailure("connect", errno)
        _ = Glibc.close(descriptor)
        throw failure
    }

    /// Opens a socket that listens.
    ///
    /// - Parameters:
    ///   - address: where to listen.
    ///   - backlog: connections the kernel holds until they are accepted.
    /// - Returns: the listening socket.
    /// - Throws: ``HostFailure``.
    package static func listening(on address: SocketAddress, backlog: Int32) throws(HostFailure)
        -> StreamSocket
    {
        let flags = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, flags, 0)
        guard descriptor >= 0 else { throw HostFailure("open a socket", errno) }
        var yes: Int32 = 1
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var operation = "bind"
        var result = unsafe address.withSocketAddress { unsafe bind(descriptor, $0, $1) }
        if result == 0 {
            operation = "listen"
            result = listen(descriptor, backlog)
        }
        if result == 0 { return StreamSocket(descriptor: descriptor) }
        let failure = HostFailure(operation, errno)
        _ = Glibc.close(descriptor)
        throw failure
    }

    /// Takes one connection off a listening socket, or nil when none waits.
    package func accept() -> StreamSocket? {
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let accepted = accept4(descriptor, nil, nil, flags)
        return accepted >= 0 ? StreamSocket(descriptor: accepted) : nil
    }

    /// Sends bytes in one call, so that they leave in one segment.
    package func send(_ bytes: [UInt8], from start: Int = 0) -> Transfer {
        let count = unsafe bytes.withUnsafeBytes { buffer in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[start...])
            return unsafe Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
        }
        if count >= 0 { return .moved(count) }
        return errno == EAGAIN || errno == EINTR || errno == EINPROGRESS ? .wouldBlock : .failed(errno)
    }

    /// Makes the close that follows a reset rather than an orderly end; a fake device misbehaves so.
    package func resetWhenClosed() {
        var option = linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// Closes the socket, which also takes it out of every poll set.
    package func close() { _ = Glibc.close(descriptor) }
}
