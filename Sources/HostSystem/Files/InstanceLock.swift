import Glibc

/// Held by the one daemon of a state folder; the kernel releases it when the process ends, however it ends.
package final class InstanceLock: Sendable {
    /// The path of the lock file.
    package let path: String
    private let descriptor: Int32

    /// Takes the lock and writes our process number into the file.
    ///
    /// - Parameter path: the lock file; made when it is not there, never removed.
    /// - Throws: ``InstanceLockFailure``, which names the holder.
    package init(path: String) throws(InstanceLockFailure) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw .unusable(path: path, errorNumber: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let cause = errno
            let holder = Self.processID(in: descriptor)
            close(descriptor)
            throw cause == EWOULDBLOCK
                ? .heldByOther(path: path, processID: holder) : .unusable(path: path, errorNumber: cause)
        }
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, unsafe pwrite(descriptor, text, text.count, 0) == text.count
        else {
            let cause = errno
            close(descriptor)
            throw .unusable(path: path, errorNumber: cause)
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    private static func processID(in descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes.prefix(count).prefix { $0 != 10 }, as: UTF8.self))
    }
}

/// The daemon may not run on this state folder.
package enum InstanceLockFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another daemon runs there; its number is nil when it has not written it yet.
    case heldByOther(path: String, processID: Int32?)
    case unusable(path: String, errorNumber: Int32)

    /// sysexits(3): 75 try again, 73 cannot create.
    package var exitStatus: Int32 {
        switch self {
        case .heldByOther: 75
        case .unusable: 73
        }
    }

    package var description: String {
        switch self {
        case .heldByOther(let path, let processID):
            "Another curtaild (process \(processID.map { "\($0)" } ?? "unknown")) holds \(path). This one commands "
                + "nothing and exits. Ask the running one: curtailctl status"
        case .unusable(let path, let errorNumber):
            "The lock file \(path) cannot be used: \(HostFailure.reason(errorNumber)). Nothing was started. Check that its "
                + "folder exists and belongs to the user curtaild: ls -ld \(path)"
        }
    }
}
