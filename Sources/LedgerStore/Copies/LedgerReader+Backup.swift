import Foundation
import GRDB
import HostSystem

extension LedgerReader {
    /// Copies the ledger, as it stands at one moment, into a file of its own; a daemon may go on writing.
    ///
    /// The copy has no write-ahead log beside it, belongs to nobody else (mode 0600), appears under its name
    /// only when it is whole and durable, and its end has been checked against its digests.
    ///
    /// - Parameter path: a name that is not taken, in a folder that is there.
    /// - Returns: how many rows the copy has, and the digest of the newest.
    /// - Throws: ``LedgerCopyFailure``; then nothing is left of the copy.
    package func backup(to path: String) throws(LedgerCopyFailure) -> LedgerHead {
        // A log left over from a file of that name would be taken for the copy's own.
        for name in [path, path + "-wal", path + "-journal"] where (try? FileFacts(of: name)) != nil {
            throw .exists(path: name)
        }
        let partial = "\(path).partial-\(ProcessInfo.processInfo.processIdentifier)"
        defer { for suffix in ["", "-journal", "-wal", "-shm"] { try? HostFolder.remove(partial + suffix) } }
        do {
            try HostFile.make(partial, mode: 0o600)
            try copyPages(to: partial)
            let head = try Self.checkedHead(of: partial)
            try HostFile.synchronize(partial)
            try HostFile.moveToNewName(partial, path)
            try HostFile.synchronize(Self.folder(of: path))
            return head
        } catch let error as HostFileError where error.errorNumber == EEXIST {
            throw .exists(path: path)
        } catch let error as LedgerError {
            throw .copyDamaged(of: self.path, why: "\(error)")
        } catch {
            throw .notWritten(path: path, why: "\(error)")
        }
    }

    private func copyPages(to path: String) throws {
        let copy = try DatabaseQueue(path: path)
        try queue.backup(to: copy)
        // One file that can be read anywhere, also where no log can be made beside it.
        try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try copy.close()
    }

    /// Reads what was written back, through a connection of its own.
    private static func checkedHead(of path: String) throws -> LedgerHead {
        let copy = try LedgerReader(path: path)
        try copy.queue.read { database in
            try ChainTail.check(database, rows: Ledger.checkedRows, path: path)
            _ = try RememberedState.memory(database, path: path)
        }
        return try copy.head()
    }

    /// The folder that a path names a file in.
    static func folder(of path: String) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }
}
