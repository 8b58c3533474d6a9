import Glibc

/// The answer of stat(2) about a file.
package struct FileFacts: Hashable, Sendable {
    /// The device that the file is on.
    package let device: UInt64
    /// The number of the file on its device.
    package let inode: UInt64
    /// Bytes.
    package let size: Int64
    /// Whether it is a plain file.
    package let isRegularFile: Bool
    /// Whether it is a folder.
    package let isFolder: Bool
    /// Whether it is a UNIX socket.
    package let isSocket: Bool
    /// Permission bits.
    package let mode: UInt32
    /// Number of the user it belongs to.
    package let owner: UInt32
    /// Number of the group it belongs to.
    package let group: UInt32

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        isRegularFile = status.st_mode & S_IFMT == S_IFREG
        isFolder = status.st_mode & S_IFMT == S_IFDIR
        isSocket = status.st_mode & S_IFMT == S_IFSOCK
        mode = UInt32(status.st_mode & 0o7777)
        owner = UInt32(status.st_uid)
        group = UInt32(status.st_gid)
    }

    /// Asks about a path, without following a link at its end.
    ///
    /// - Throws: ``HostFailure`` when there is nothing, or it may not be asked.
    package init(of path: String) throws(HostFailure) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            throw HostFailure("look at \(path)", errno)
        }
        self.init(status)
    }

    /// Asks about a path, following links.
    ///
    /// - Throws: ``HostFailure`` when there is nothing, or it may not be asked.
    package init(following path: String) throws(HostFailure) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            throw HostFailure("look at \(path)", errno)
        }
        self.init(status)
    }

    /// Whether both are one file, whatever it is called now.
    package func isSameFile(as other: FileFacts) -> Bool { device == other.device && inode == other.inode }
}
