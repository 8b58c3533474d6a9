import Foundation
import GRDB
import HostSystem

/// Makes a new ledger beside its place and puts it there whole.
///
/// A power cut in the first moments leaves torn pages and half a journal, which nobody could tell from a file that is
/// not ours; under the ledger's own name there is either nothing or a ledger.
enum LedgerBirth {
    /// - Throws: ``LedgerError``, ``HostFileError`` or GRDB's error; then there is no ledger.
    static func make(at path: String, open: (String) throws -> DatabaseQueue) throws {
        for suffix in ["-wal", "-journal"] {
            guard let facts = try? FileFacts(of: path + suffix), facts.size > 0 else { continue }
            // SQLite would remove it, with the rows that may be in it.
            throw LedgerError.foreign(
                path: path + suffix, found: "left over from a ledger that is no longer beside it")
        }
        let new = path + ".new"
        for suffix in ["", "-journal", "-wal", "-shm"] { try HostFolder.remove(new + suffix) }
        let queue = try open(new)
        try LedgerSchema.bringUp(queue)
        try queue.close()
        try HostFile.synchronize(new)
        try HostFolder.move(new, to: path)
        try HostFile.synchronize(LedgerReader.folder(of: path))
    }
}
