import CHostSystem
import Glibc

/// A UNIX datagram socket that sends to one receiver.
package final class UnixDatagram: Sendable {
    private let descriptor: Int32

    /// Connects to a receiver.
    ///
    /// - Parameter path: where it stands.
    /// - Throws: ``HostFailure``.
    package init(connectingTo path: String) throws(HostFailure) {
        descriptor = try UnixSocketAddress.makeSocket(SOCK_DGRAM)
        do {
            try UnixSocketAddress(path).connect(descriptor)
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// Sends one datagram.
    ///
    /// - Throws: ``HostFailure``.
    package func send(_ text: String) throws(HostFailure) {
        let bytes = Array(text.utf8)
        let result = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.send(descriptor, $0.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        }
        guard result == bytes.count else { throw HostFailure("send to a datagram socket", errno) }
    }
}
