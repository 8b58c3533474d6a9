import Foundation
import GRDB
package import GridUnits
import HostSystem
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
        } catch let error as HostFailure where error.errorNumber == EEXIST {
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

/// The sum of one kind's and program's claims in one interval, over all groups.
package struct ClaimAmount: Hashable, Sendable {
    /// The interval that the money is of.
    package let interval: SettlementInterval
    /// The operating day of the interval.
    package let operatingDay: CalendarDate
    /// The type of claim whose amounts are summed.
    package let kind: Claim.Kind
    /// As `credits --by program` names it: the claim's own, else the first of the event that stood there.
    package let program: String
    /// The sum, positive to the site.
    package let amount: Money
}

extension LedgerReader {
    /// Sums the newest version of every real claim by interval, kind and program; what is only shadow is left out.
    ///
    /// - Parameters:
    ///   - from: first operating day.
    ///   - through: last operating day, included.
    ///   - instant: what had been written by then; nil for all.
    /// - Returns: in order of the intervals.
    /// - Throws: GRDB's error when the file cannot be read.
    package func claimAmounts(
        from: CalendarDate, through: CalendarDate, asOf instant: UTCInstant? = nil
    ) throws -> [ClaimAmount] {
        let zone = MarketTimeZone.centralPrevailing
        let start = zone.startOfDay(from).milliseconds
        let end = zone.startOfDay(through.advanced(byDays: 1)).milliseconds
        let known = try instant.map(sequence(at:))
        return try queue.read { database in
            var events = try EventSpans(database, from: start, until: end)
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT start_utc, \(ShownSQL.intervalEnd) AS end_utc, operating_day, program,
                        \(ClaimSum.columns)
                    FROM \(Claim.table.layout.rows(upTo: known.map(String.init)))
                        AND start_utc >= ?1 AND start_utc < ?2 AND NOT shadow
                    GROUP BY start_utc, kind, program ORDER BY start_utc, kind, program
                    """,
                arguments: [start, end])
            var amounts: [ClaimAmount] = []
            while let row = try rows.next() {
                let (label, sum) = (row["start_utc"] as String, ClaimSum(row))
                guard let kind = Claim.Kind(rawValue: sum.kind), let start = UTCInstant(rfc3339: label),
                    let day = CalendarDate(text: row["operating_day"] as String)
                else { continue }
                let named: String = row["program"]
                let program =
                    named.isEmpty
                    ? events.event(from: label, until: row["end_utc"], isShadow: false)?.program
                        ?? Self.noCurtailment : named
                amounts.append(
                    ClaimAmount(
                        interval: SettlementInterval(containing: start), operatingDay: day, kind: kind,
                        program: program, amount: sum.amount))
            }
            return amounts
        }
    }
}
