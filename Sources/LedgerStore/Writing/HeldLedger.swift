import HostSystem

/// The ledgers that this process writes, so that it never opens one of them but through SQLite.
///
/// SQLite holds POSIX locks on a database, and the kernel drops all of a process's locks on a file as soon as the process
/// closes any descriptor of it (fcntl(2)): another program that looks at the ledger and leaves would then take the
/// write-ahead log away under the writer.
final class HeldLedger: Sendable {
    private struct Identity: Hashable {
        let device: UInt64
        let inode: UInt64

        init?(_ path: String) {
            guard let facts = try? FileFacts(following: path) else { return nil }
            device = facts.device
            inode = facts.inode
        }
    }

    private static let held = Monitor<[Identity: Int]>([:])

    private let identity: Identity?
    private let isReleased = Monitor(false)

    /// Holds the file at a path until ``release()``, or as long as the value lives.
    init(_ path: String) {
        identity = Identity(path)
        guard let identity else { return }
        Self.held.withLock { $0[identity, default: 0] += 1 }
    }

    deinit { release() }

    func release() {
        let wasHeld = isReleased.withLock { isReleased in
            defer { isReleased = true }
            return !isReleased
        }
        guard wasHeld, let identity else { return }
        Self.held.withLock { held in
            let count = (held[identity] ?? 0) - 1
            held[identity] = count > 0 ? count : nil
        }
    }

    /// Whether this process writes the file at a path.
    static func isHeld(_ path: String) -> Bool {
        guard let identity = Identity(path) else { return false }
        return held.withLock { $0[identity] != nil }
    }
}
