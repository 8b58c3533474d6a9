import Glibc

/// A file open for reading; closed when nothing refers to it any more.
package final class OpenFile: Sendable {
    /// The path by which it was opened.
    package let path: String
    private let descriptor: Int32

    /// Opens a file without waiting: a named pipe without a writer does not hang.
    ///
    /// - Throws: ``HostFailure``.
    package init(reading path: String) throws(HostFailure) {
        let opened = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard opened >= 0 else { throw HostFailure("open \(path)", errno) }
        descriptor = opened
        self.path = path
    }

    deinit { close(descriptor) }

    /// Asks about the open file, wherever its name has gone.
    ///
    /// - Throws: ``HostFailure``.
    package func facts() throws(HostFailure) -> FileFacts {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw HostFailure("look at \(path)", errno)
        }
        return FileFacts(status)
    }

    /// Reads bytes from a place, as many as there are up to a limit.
    ///
    /// - Parameters:
    ///   - offset: bytes from the start of the file.
    ///   - limit: at most so many bytes.
    /// - Returns: fewer than `limit` at the end of the file, none behind it.
    /// - Throws: ``HostFailure``.
    package func read(at offset: Int64, limit: Int) throws(HostFailure) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            while count < limit {
                let rest = unsafe UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                let got = unsafe pread(
                    descriptor, rest.baseAddress, limit - count, off_t(offset) + off_t(count))
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                guard got > 0 else { break }
                count += got
            }
        }
        guard failure == 0 || !bytes.isEmpty else {
            throw HostFailure("read \(path)", failure)
        }
        return bytes
    }
}
