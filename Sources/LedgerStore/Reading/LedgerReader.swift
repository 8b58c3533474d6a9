import Foundation
import GRDB
package import Settlement

/// Reads a ledger and never writes it: the file of a running daemon, of a stopped one, or a copy.
///
/// Every call blocks for a read of SQLite; a daemon keeps one of these beside its ``Ledger``.
package final class LedgerReader: Sendable {
    /// The path of the file.
    package let path: String
    let queue: DatabaseQueue

    /// Opens a ledger for reading.
    ///
    /// - Throws: ``LedgerError`` when there is none, when it is not ours, or when it cannot be read.
    package init(path: String) throws(LedgerError) {
        self.path = path
        // What this process writes is known to be a ledger, and must not be opened beside SQLite.
        if !HeldLedger.isHeld(path) {
            guard try LedgerHeader.inspect(path) == .ledger else { throw .missing(path: path) }
        }
        do {
            let file = try Self.open(path)
            try LedgerQueries.refuseNewer(file, path: path)
            queue = try Self.withPresentSchema(file)
        } catch let error as LedgerError {
            throw error
        } catch {
            throw LedgerError(opening: path, error)
        }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        do {
            return try connection(path)
        } catch {
            // Without its -shm file and without leave to make one, SQLite can read a file in WAL mode only as
            // one that nobody writes. That is true of a copy, or of a ledger whose daemon has stopped in
            // order; where a write-ahead log is left over, rows would be missing without a word.
            let log = try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
            guard log ?? 0 == 0 else {
                throw LedgerError.unreadable(
                    path: path,
                    why: "its write-ahead log cannot be read here (\(error)); copy \(path) and \(path)-wal "
                        + "together into a folder of yours and read the copy")
            }
            return try connection(immutableAddress(of: path))
        }
    }

    /// The file itself; of an older schema a copy in memory, laid out as today, because the file is never changed.
    private static func withPresentSchema(_ file: DatabaseQueue) throws -> DatabaseQueue {
        let version = try file.read { try Int32.fetchOne($0, sql: "PRAGMA user_version") } ?? 0
        guard version < LedgerSchema.version else { return file }
        let copy = try DatabaseQueue()
        try file.backup(to: copy)
        try file.close()
        try LedgerSchema.bringUp(copy)
        return copy
    }

    /// Opens the file as one that nobody writes.
    static func immutableAddress(of path: String) -> String {
        let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        let escaped = whole.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? whole
        return "file:\(escaped)?immutable=1"
    }

    private static func connection(_ address: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.label = "ledger reader"
        let queue = try DatabaseQueue(path: address, configuration: configuration)
        _ = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
        return queue
    }

    /// How many rows the chain has, and the digest of the newest.
    package func head() throws -> LedgerHead {
        try queue.read { database in
            let head = try ChainHead.read(database)
            return LedgerHead(rows: head.sequence, digest: ChainDigest.hexadecimal(head.digest))
        }
    }

    /// The policy in force at the end of the chain; nil in a new ledger.
    package func latestPolicy() throws -> PolicyRecord? { try queue.read { try LedgerQueries.policy($0) } }

    /// The counts of the sources, by name.
    package func sources() throws -> [LedgerSource] {
        try queue.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM sources ORDER BY name").compactMap(
                LedgerSource.init(row:))
        }
    }

    /// Looks for damage of the file itself, below the chain; reads every page.
    ///
    /// - Returns: SQLite's findings, empty when there are none.
    package func fileProblems() throws -> [String] {
        try queue.read { try String.fetchAll($0, sql: "PRAGMA quick_check") }.filter { $0 != "ok" }
    }
}

/// Where the chain ends.
package struct LedgerHead: Hashable, Sendable {
    /// How many rows there are.
    package let rows: Int64
    /// 64 hexadecimal digits; of an empty chain, the digest that the first row builds on.
    package let digest: String
}
