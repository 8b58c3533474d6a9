import Glibc

/// A file open for reading; closed when nothing refers to it any more.
package final class OpenFile: Sendable {
    /// The path by which it was opened.
    package let path: String
    private let descriptor: Int32

    /// Opens a file without waiting: a named pipe without a writer does not hang.
    ///
    /// - Throws: ``HostFileError``.
    package init(reading path: String) throws(HostFileError) {
        let opened = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard opened >= 0 else { throw HostFileError("cannot open", path: path, errorNumber: errno) }
        descriptor = opened
        self.path = path
    }

    deinit { close(descriptor) }

    /// Asks about the open file, wherever its name has gone.
    ///
    /// - Throws: ``HostFileError``.
    package func facts() throws(HostFileError) -> FileFacts {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw HostFileError("cannot look at", path: path, errorNumber: errno)
        }
        return FileFacts(status)
    }

    /// Reads bytes from a place, as many as there are up to a limit.
    ///
    /// - Parameters:
    ///   - offset: bytes from the start of the file.
    ///   - limit: at most so many bytes.
    /// - Returns: fewer than `limit` at the end of the file, none behind it.
    /// - Throws: ``HostFileError``.
    package func read(at offset: Int64, limit: Int) throws(HostFileError) -> [UInt8] {
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
            throw HostFileError("cannot read", path: path, errorNumber: failure)
        }
        return bytes
    }
}
