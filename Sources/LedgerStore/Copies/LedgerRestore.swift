import Foundation
import GRDB
package import GridUnits
import HostSystem

/// Puts a backup in the place of a ledger that nobody has open.
///
/// The ledger before is kept beside it under a name with the instant. Whatever is cut off on the way, a whole ledger
/// stands under the name: the old one until one rename, the new one after it.
package struct LedgerRestore {
    /// The outcome of a restore.
    package struct Outcome: Hashable, Sendable {
        /// Of the ledger that is in place now.
        package let head: LedgerHead
        /// Where the ledger before is; nil where there was none.
        package let kept: String?
        /// Rows of the ledger before; nil where there was none, or it cannot be read.
        package let rowsBefore: Int64?
    }

    private let path: String
    private let keptPath: String

    /// Prepares a restore.
    ///
    /// - Parameters:
    ///   - path: the ledger; nobody else may have it open until ``put(_:)`` returns.
    ///   - now: names the ledger that is kept.
    package init(of path: String, at now: UTCInstant) {
        self.path = path
        let name = path + ".replaced-" + now.seconds.filter { $0 != "-" && $0 != ":" }
        // A restore that was cut off may have left the name of this very second.
        let names = [name] + (2...99).map { "\(name)-\($0)" }
        keptPath = names.first { (try? FileFacts(of: $0)) == nil } ?? name
    }

    /// Puts a backup in place; it has to be verified by the caller.
    ///
    /// - Throws: ``LedgerCopyFailure``.
    package func put(_ backup: LedgerReader) throws(LedgerCopyFailure) -> Outcome {
        let new = path + ".restoring"
        for suffix in ["", "-wal", "-journal"] { try? HostFolder.remove(new + suffix) }
        let head = try backup.backup(to: new)
        defer { try? HostFolder.remove(new) }
        do {
            try giveToDaemon(new)
        } catch {
            throw .notWritten(path: new, why: "\(error)")
        }
        let hasLedger = (try? FileFacts(of: path)) != nil
        if hasLedger { emptyLog() }
        let rowsBefore = hasLedger ? (try? LedgerReader(path: path).head().rows) : nil
        do {
            if hasLedger { try keep() }
        } catch {
            throw .notKept(path: path, why: "\(error)")
        }
        do {
            // A log of the ledger before would be taken for the new one's own: it is gone before the rename.
            for suffix in ["-wal", "-shm", "-journal"] { try HostFolder.remove(path + suffix) }
            try synchronizeFolder()
            try HostFolder.move(new, to: path)
            try synchronizeFolder()
        } catch {
            throw .notReplaced(path: path, kept: keptPath, why: "\(error)")
        }
        return Outcome(head: head, kept: hasLedger ? keptPath : nil, rowsBefore: rowsBefore)
    }

    /// Lets SQLite bring the log of the ledger before into its file, where it can: then nothing stands beside it.
    private func emptyLog() {
        guard (try? LedgerHeader.inspect(path)) == .ledger, let queue = try? DatabaseQueue(path: path) else {
            return
        }
        _ = try? queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        try? queue.close()
    }

    /// Gives the ledger before, and its log where one is left, a second name.
    private func keep() throws(HostFailure) {
        try HostFile.link(path, to: keptPath)
        for suffix in ["-wal", "-journal"] {
            guard let facts = try? FileFacts(of: path + suffix), facts.size > 0 else { continue }
            try HostFile.link(path + suffix, to: keptPath + suffix)
        }
        try synchronizeFolder()
    }

    /// The new file belongs to whom the one before, or else the folder, belongs.
    private func giveToDaemon(_ new: String) throws(HostFailure) {
        if let before = try? FileFacts(of: path) {
            try HostFile.give(new, owner: before.owner, group: before.group, mode: before.mode)
        } else {
            let folder = try FileFacts(following: LedgerReader.folder(of: path))
            try HostFile.give(new, owner: folder.owner, group: folder.group, mode: 0o640)
        }
    }

    private func synchronizeFolder() throws(HostFailure) {
        try HostFile.synchronize(LedgerReader.folder(of: path))
    }
}
