import Glibc

/// The few things done to single files that keep them whole.
package enum HostFile {
    /// Makes an empty file that was not there.
    ///
    /// - Throws: ``HostFileError``; EEXIST where the name is taken, whatever it is.
    package static func make(_ path: String, mode: UInt32) throws(HostFileError) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = unsafe open(path, flags, mode_t(mode))
        guard descriptor >= 0 else { throw HostFileError("cannot create", path: path, errorNumber: errno) }
        close(descriptor)
    }

    /// Makes the content of a file, or the names in a folder, durable.
    ///
    /// - Throws: ``HostFileError``.
    package static func synchronize(_ path: String) throws(HostFileError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw HostFileError("cannot open", path: path, errorNumber: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw HostFileError("cannot write out", path: path, errorNumber: errno)
        }
    }

    /// Gives a file a second name, which is never one that is taken.
    ///
    /// - Throws: ``HostFileError``; EEXIST where the name is taken.
    package static func link(_ path: String, to newPath: String) throws(HostFileError) {
        guard unsafe Glibc.link(path, newPath) == 0 else {
            throw HostFileError("cannot be kept as \(newPath)", path: path, errorNumber: errno)
        }
    }

    /// Renames a file to a name that is not taken.
    ///
    /// - Throws: ``HostFileError``; EEXIST where the name is taken.
    package static func moveToNewName(_ path: String, _ newPath: String) throws(HostFileError) {
        do throws(HostFileError) {
            try link(path, to: newPath)
            try HostFolder.remove(path)
        } catch {
            // A file system without second names, such as that of a memory stick.
            guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(error.errorNumber) else { throw error }
            guard (try? FileFacts(of: newPath)) == nil else {
                throw HostFileError("cannot rename to \(newPath)", path: path, errorNumber: EEXIST)
            }
            try HostFolder.move(path, to: newPath)
        }
    }

    /// Gives a file to a user and a group.
    ///
    /// - Throws: ``HostFileError``; EPERM where that takes root.
    package static func give(
        _ path: String, owner: UInt32, group: UInt32, mode: UInt32
    ) throws(HostFileError) {
        guard unsafe chown(path, owner, group) == 0, unsafe chmod(path, mode_t(mode)) == 0 else {
            throw HostFileError("cannot be given to user \(owner)", path: path, errorNumber: errno)
        }
    }
}
