import Glibc

/// The few things done to single files that keep them whole.
package enum HostFile {
    /// Makes an empty file that was not there.
    ///
    /// - Throws: ``HostFailure``; EEXIST where the name is taken, whatever it is.
    package static func make(_ path: String, mode: UInt32) throws(HostFailure) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = unsafe open(path, flags, mode_t(mode))
        guard descriptor >= 0 else { throw HostFailure("create \(path)", errno) }
        close(descriptor)
    }

    /// Makes the content of a file, or the names in a folder, durable.
    ///
    /// - Throws: ``HostFailure``.
    package static func synchronize(_ path: String) throws(HostFailure) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw HostFailure("open \(path)", errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw HostFailure("write out \(path)", errno)
        }
    }

    /// Gives a file a second name, which is never one that is taken.
    ///
    /// - Throws: ``HostFailure``; EEXIST where the name is taken.
    package static func link(_ path: String, to newPath: String) throws(HostFailure) {
        guard unsafe Glibc.link(path, newPath) == 0 else {
            throw HostFailure("keep \(path) as \(newPath)", errno)
        }
    }

    /// Renames a file to a name that is not taken.
    ///
    /// - Throws: ``HostFailure``; EEXIST where the name is taken.
    package static func moveToNewName(_ path: String, _ newPath: String) throws(HostFailure) {
        do throws(HostFailure) {
            try link(path, to: newPath)
            try HostFolder.remove(path)
        } catch {
            // A file system without second names, such as that of a memory stick.
            guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(error.errorNumber) else { throw error }
            guard (try? FileFacts(of: newPath)) == nil else {
                throw HostFailure("rename \(path) to \(newPath)", EEXIST)
            }
            try HostFolder.move(path, to: newPath)
        }
    }

    /// Gives a file to a user and a group.
    ///
    /// - Throws: ``HostFailure``; EPERM where that takes root.
    package static func give(
        _ path: String, owner: UInt32, group: UInt32, mode: UInt32
    ) throws(HostFailure) {
        guard unsafe chown(path, owner, group) == 0, unsafe chmod(path, mode_t(mode)) == 0 else {
            throw HostFailure("give \(path) to user \(owner)", errno)
        }
    }

    /// Writes all bytes behind what an open file holds; `path` is for the error.
    static func write(_ bytes: [UInt8], to descriptor: Int32, at path: String) throws(HostFailure) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
                return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw HostFailure("write \(path)", errno) }
            written += count
        }
    }
}
