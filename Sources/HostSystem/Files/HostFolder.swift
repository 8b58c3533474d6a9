import Glibc

/// The few things done to folders and names.
package enum HostFolder {
    /// The names in a folder, without `.` and `..`, in no order.
    ///
    /// - Parameters:
    ///   - path: the folder.
    ///   - limit: reading stops after so many names.
    /// - Returns: names that are valid UTF-8; others are left out.
    /// - Throws: ``HostFailure``.
    package static func names(in path: String, limit: Int) throws(HostFailure) -> [String] {
        guard let folder = unsafe opendir(path) else {
            throw HostFailure("list \(path)", errno)
        }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while names.count < limit, let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let name, name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes a folder where there is none; the folder above it must be there.
    ///
    /// - Throws: ``HostFailure``.
    package static func make(_ path: String, mode: UInt32 = 0o750) throws(HostFailure) {
        guard unsafe mkdir(path, mode_t(mode)) != 0 else { return }
        let failure = errno
        if failure == EEXIST, try FileFacts(following: path).isFolder { return }
        throw HostFailure("make the folder \(path)", failure)
    }

    /// Renames a file; a file of the new name is replaced.
    ///
    /// - Throws: ``HostFailure``.
    package static func move(_ path: String, to newPath: String) throws(HostFailure) {
        guard unsafe rename(path, newPath) == 0 else {
            throw HostFailure("rename \(path) to \(newPath)", errno)
        }
    }

    /// Removes a name; one that is gone already is no failure.
    ///
    /// - Throws: ``HostFailure``.
    package static func remove(_ path: String) throws(HostFailure) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else {
            throw HostFailure("remove \(path)", errno)
        }
    }

    /// Writes a small text file, replacing one that is there.
    ///
    /// - Throws: ``HostFailure``.
    package static func write(_ bytes: [UInt8], to path: String, appending: Bool = false)
        throws(HostFailure)
    {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (appending ? O_APPEND : O_TRUNC)
        let descriptor = unsafe open(path, flags, mode_t(0o640))
        guard descriptor >= 0 else { throw HostFailure("create \(path)", errno) }
        defer { close(descriptor) }
        try HostFile.write(bytes, to: descriptor, at: path)
    }
}
