import Glibc

/// A file that was not there before, written from its start; closed when nothing refers to it any more.
package final class NewFile: Sendable {
    /// The path that the file will have.
    package let path: String
    private let descriptor: Int32

    /// Makes the file; one that is there already is left alone.
    ///
    /// - Throws: ``HostFailure``, with `EEXIST` where something of this name is there.
    package init(creating path: String) throws(HostFailure) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let opened = unsafe open(path, flags, mode_t(0o666))  // Less what the user's umask takes away.
        guard opened >= 0 else { throw HostFailure("create \(path)", errno) }
        descriptor = opened
        self.path = path
    }

    deinit { close(descriptor) }

    /// Writes bytes after those written before.
    ///
    /// - Throws: ``HostFailure``.
    package func write(_ bytes: [UInt8]) throws(HostFailure) {
        try HostFile.write(bytes, to: descriptor, at: path)
    }

    /// Removes the name again, for a file that did not become whole.
    package func discard() { unsafe unlink(path) }
}

extension HostFailure {
    /// Whether something of the name was there already.
    package var isTaken: Bool { errorNumber == EEXIST }
}
