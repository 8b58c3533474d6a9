import Glibc

/// Receives through one reused block of memory, so that a connection holds only the bytes it has received.
package struct SocketReader: ~Copyable {
    private var block: [UInt8]

    /// Makes a reader.
    ///
    /// - Parameter blockSize: bytes taken from a socket at most in one call.
    package init(blockSize: Int) { block = [UInt8](repeating: 0, count: blockSize) }

    /// Receives what is there, once, and appends it.
    package mutating func receive(from socket: StreamSocket, into bytes: inout [UInt8])
        -> StreamSocket.Transfer
    {
        let size = block.count
        let count = unsafe block.withUnsafeMutableBytes {
            unsafe recv(socket.descriptor, $0.baseAddress, size, 0)
        }
        if count > 0 {
            bytes.append(contentsOf: block[0..<count])
            return .moved(count)
        }
        if count == 0 { return .ended }
        return errno == EAGAIN || errno == EINTR ? .wouldBlock : .failed(errno)
    }
}
