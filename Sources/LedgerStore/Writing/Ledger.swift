package import CurtailmentEngine
import Foundation
import GRDB
import GridMarket
import GridUnits
import HostSystem
package import Settlement
import SitePorts

/// The ledger of one site, open for writing by one process.
///
/// Every call blocks until SQLite is done; the daemon writes through ``LedgerWriter``, a replay calls
/// ``append(_:)``.
package final class Ledger: Sendable {
    /// The path of the file.
    package let path: String
    let queue: DatabaseQueue
    private let held: HeldLedger

    /// Rows at the end of the chain whose digests are recomputed at every start; the whole chain is
    /// `verify`'s.
    static let checkedRows = 256

    /// Opens a ledger, or makes one where there is no file.
    ///
    /// - Parameter path: of the SQLite file; its folder has to be there.
    /// - Throws: ``LedgerError``; a file that is not ours is not touched.
    package init(path: String) throws(LedgerError) {
        self.path = path
        let finding = try LedgerHeader.inspect(path)
        do {
            if finding == .nothing { try LedgerBirth.make(at: path, open: Self.open) }
            queue = try Self.open(path)
            held = HeldLedger(path)
            try LedgerQueries.refuseNewer(queue, path: path)
            try LedgerSchema.bringUp(queue)
            try queue.read { try ChainTail.check($0, rows: Self.checkedRows, path: path) }
        } catch let error as LedgerError {
            throw error
        } catch {
            throw LedgerError(opening: path, error)
        }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
        try queue.writeWithoutTransaction { database in
            // Marked before the switch to WAL, so that the mark is in the file itself from the first moment. SQLite
            // is asked and not the header, which may be of a transaction that was cut off.
            if try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0 {
                try database.execute(sql: "PRAGMA application_id = \(LedgerSchema.applicationID)")
            }
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // One large transaction does not leave a large write-ahead log behind for good.
            try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
        }
        return queue
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.label = "ledger"
        return configuration
    }

    /// Appends records in one durable transaction.
    ///
    /// - Parameters:
    ///   - records: in the order in which they happened.
    ///   - gap: records that had to be refused before these; stands in the chain in front of them.
    ///   - memory: replaces the remembered engine state, when given.
    ///   - units: units with what they are told; nil of one that we woke and that runs again.
    ///   - bootID: of the host's present boot, kept with the memory.
    /// - Returns: the digest of the newest row, 64 hexadecimal digits.
    /// - Throws: ``LedgerError/unrecordable(_:)`` or GRDB's error; then nothing was written.
    @discardableResult
    package func append(
        _ records: [LedgerRecord], after gap: LedgerGap? = nil, memory: EngineMemory? = nil,
        units: [(unit: String, order: FleetOrder.Action?)] = [], bootID: String = ""
    ) throws -> String {
        try queue.write { database in
            var appender = try ChainAppender(database)
            if let gap { try appender.append(gap) }
            for record in records { try appender.append(record) }
            let at = records.last?.at.milliseconds ?? ""
            if let memory { try RememberedState.replace(memory, at: at, bootID: bootID, in: database) }
            try RememberedState.change(units, at: at, in: database)
            return ChainDigest.hexadecimal(appender.head.digest)
        }
    }

    /// Appends records as ``append(_:after:memory:units:bootID:)`` does, and settles them in the same transaction.
    ///
    /// What settlement makes of a record stands right after it, so that it depends on the rows before and on nothing
    /// else. Its own state is kept often enough that a restart has little to go through again.
    ///
    /// - Parameters:
    ///   - transaction: what to record.
    ///   - gap: records that had to be refused before these.
    ///   - settler: settlement up to the newest row; moves on only when the transaction is durable.
    ///   - upkeep: what is done when an operating day is over.
    ///   - bootID: of the host's present boot.
    /// - Returns: the digest of the newest row, 64 hexadecimal digits.
    /// - Throws: ``LedgerError/unrecordable(_:)`` or GRDB's error; then nothing was written.
    func append(
        _ transaction: LedgerTransaction, after gap: LedgerGap?, settling settler: inout Settler,
        upkeep: LedgerUpkeep = LedgerUpkeep(), bootID: String
    ) throws -> String {
        let before = settler
        let (head, after) = try queue.write { database in
            var settler = before
            var appender = try ChainAppender(database)
            var pages = LedgerPages(database)
            if let first = transaction.records.first { try appender.endDay(before: first.at, upkeep) }
            if let gap {
                try appender.append(gap)
                settler.noteGap()
            }
            for record in transaction.records where try appender.append(record) {
                pages.begin(appender.head.sequence)
                for row in try settler.apply(record, in: &pages) { try appender.append(row) }
            }
            for block in transaction.samples {
                try appender.append(block, at: transaction.records.last?.at ?? block.last)
            }
            let at = transaction.records.last?.at.milliseconds ?? ""
            if let memory = transaction.memory {
                try RememberedState.replace(memory, at: at, bootID: bootID, in: database)
            }
            try RememberedState.change(transaction.units, at: at, in: database)
            if try SettlementCheckpoint.isDue(
                settler, since: before, sequence: appender.head.sequence, in: database)
            {
                try SettlementCheckpoint.replace(settler, sequence: appender.head.sequence, in: database)
            }
            return (ChainDigest.hexadecimal(appender.head.digest), settler)
        }
        settler = after
        return head
    }

    /// Settlement as it stands at the newest row: as it was last kept, moved on by the rows since.
    ///
    /// - Throws: ``LedgerError/memoryDamaged(path:why:)`` or GRDB's error.
    package func settler() throws -> Settler {
        try queue.read { try SettlementCheckpoint.settler(at: $0, path: path) }
    }

    /// The memory of the run before; blank in a new ledger.
    ///
    /// - Throws: ``LedgerError/memoryDamaged(path:why:)`` or GRDB's error.
    package func recovery() throws -> Recovery {
        try queue.read { try RememberedState.recovery($0, path: path) }
    }

    /// States what the sources have done so far; replaces what was said of the same sources.
    package func recordSources(_ sources: [LedgerSource]) throws {
        try queue.write { database in
            for source in sources { try source.upsert(database) }
        }
    }

    /// The policy in force at the end of the chain; nil in a new ledger.
    package func latestPolicy() throws -> PolicyRecord? { try queue.read { try LedgerQueries.policy($0) } }

    /// Closes the file; what was appended is durable already.
    package func close() throws {
        try queue.close()
        held.release()
    }
}

/// Makes a new ledger beside its place and puts it there whole.
///
/// A power cut in the first moments leaves torn pages and half a journal, which nobody could tell from a file that is
/// not ours; under the ledger's own name there is either nothing or a ledger.
enum LedgerBirth {
    /// - Throws: ``LedgerError``, ``HostFailure`` or GRDB's error; then there is no ledger.
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

/// The tasks of the ledger at the end of each operating day.
package struct LedgerUpkeep: Sendable {
    /// Seals the day; nil leaves it unsealed.
    package var sealingKey: SealingKey?
    /// Days for which raw samples are kept; their digests stay for good.
    package var sampleDays: Int

    package init(sealingKey: SealingKey? = nil, sampleDays: Int = HostSettings.standardSampleDays) {
        self.sealingKey = sealingKey
        self.sampleDays = sampleDays
    }
}
