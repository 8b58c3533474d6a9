import CurtailTesting
import SiteLoop
import SitePorts
import CurtailmentEngine
import Foundation
import GRDB
import GridUnits
import HostSystem
import Settlement
import Testing

@testable import LedgerStore

@Suite("LedgerReader: backup")
struct LedgerBackupTests {
    private func head(_ path: String) throws -> LedgerHead { try LedgerReader(path: path).head() }

    private func files(_ folder: TemporaryDirectory) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("copies of a ledger that is being written are whole, each a moment of it, and grow")
    func whileWritten() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append(Samples.day)
        let writer = LedgerWriter(ledger, bootID: "boot") { _, _ in }
        let reader = try LedgerReader(path: folder.ledger)
        var heads: [LedgerHead] = []
        for number in 0..<6 {
            for second in 0..<100 {
                let rows: [LedgerRecord] = [Samples.timer(Int64(number * 100 + second))]
                writer.record(LedgerTransaction(rows, memory: .blank)) { _ in }
            }
            let copy = folder.path + "/copy-\(number)"
            heads.append(try reader.backup(to: copy))
            let result = try ChainVerifier(LedgerReader(path: copy)).walk()
            #expect(result.difference == nil)
            #expect(result.rows == heads.last?.rows && result.head == heads.last?.digest)
        }
        writer.stop()
        #expect(heads.map(\.rows) == heads.map(\.rows).sorted())
        for head in heads { #expect(try reader.place(ofHead: head.digest)?.sequence == head.rows) }
    }

    @Test("a copy is one file that belongs to its maker alone, and a ledger that can be written")
    func oneFile() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        let rows = try LedgerReader(path: folder.ledger).head().rows
        try ledger.append(Samples.day, memory: .blank, units: [("s21/a", .sleep)])
        _ = try LedgerReader(path: folder.ledger).backup(to: folder.path + "/copy")
        try ledger.close()
        #expect(try files(folder) == ["copy", "ledger.sqlite"])
        #expect(try FileFacts(of: folder.path + "/copy").mode == 0o600)
        #expect(rows == 0)
        let copy = try Ledger(path: folder.path + "/copy")
        #expect(try copy.recovery().asleep == ["s21/a"])
        try copy.append([Samples.timer(9_000)])
        #expect(try head(folder.path + "/copy").rows == Int64(Samples.day.count) + 1)
    }

    @Test("nothing that is there is overwritten, and what is left over from another file is no copy's log")
    func exists() throws {
        let folder = try TemporaryDirectory()
        try Ledger(path: folder.ledger).append(Samples.day)
        let reader = try LedgerReader(path: folder.ledger)
        let copy = folder.path + "/copy"
        for taken in [copy, copy + "-wal", copy + "-journal"] {
            try Data("mine".utf8).write(to: URL(fileURLWithPath: taken))
            #expect(throws: LedgerCopyFailure.exists(path: taken)) { try reader.backup(to: copy) }
            #expect(try Data(contentsOf: URL(fileURLWithPath: taken)) == Data("mine".utf8))
            try FileManager.default.removeItem(atPath: taken)
        }
        #expect(LedgerCopyFailure.exists(path: copy).exitStatus == 73)
    }

    @Test("what cannot be written, or does not agree with its digests, leaves nothing behind")
    func leavesNothing() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append(Samples.day)
        let reader = try LedgerReader(path: folder.ledger)
        let failure = #expect(throws: LedgerCopyFailure.self) {
            try reader.backup(to: folder.path + "/none/copy")
        }
        #expect(failure?.exitStatus == 73)
        try ledger.queue.write { try $0.execute(sql: "UPDATE chain SET at_utc = 'x' WHERE seq = 30") }
        let damage = #expect(throws: LedgerCopyFailure.self) { try reader.backup(to: folder.path + "/copy") }
        #expect(damage?.exitStatus == 65)
        #expect(damage?.description.contains("row 30") == true)
        #expect(try files(folder).filter { $0.contains("copy") } == [])
    }
}

@Suite("LedgerRestore")
struct LedgerRestoreTests {
    private static let now = Samples.start

    /// A folder with a ledger of two rows more than its backup, and the backup.
    private func folder() throws -> (folder: TemporaryDirectory, ledger: Ledger, backup: LedgerReader) {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append(Samples.day)
        _ = try LedgerReader(path: folder.ledger).backup(to: folder.path + "/backup")
        try ledger.append([Samples.timer(9_000), Samples.timer(9_001)])
        return (folder, ledger, try LedgerReader(path: folder.path + "/backup"))
    }

    private func difference(_ path: String) throws -> ChainVerifier.Difference? {
        try ChainVerifier(LedgerReader(path: path)).walk().difference
    }

    @Test("puts the backup in place and keeps the ledger before under the instant")
    func restores() throws {
        let (folder, ledger, backup) = try folder()
        try ledger.close()
        let outcome = try LedgerRestore(of: folder.ledger, at: Self.now).put(backup)
        let rows = Int64(Samples.day.count)
        #expect(outcome.kept == folder.ledger + ".replaced-20260722T214500Z")
        #expect(outcome.rowsBefore == rows + 2)
        #expect(outcome.head == (try backup.head()))
        let kept = try #require(outcome.kept)
        #expect(try LedgerReader(path: kept).head().rows == rows + 2)
        #expect(try difference(kept) == nil)
        let restored = try Ledger(path: folder.ledger)
        try restored.append([Samples.timer(9_500)])
        #expect(try LedgerReader(path: folder.ledger).head().rows == rows + 1)
        #expect(try difference(folder.ledger) == nil)
    }

    @Test("rows that stand in the log of the ledger before are kept with it and never in the new one")
    func logIsKept() throws {
        let (folder, ledger, backup) = try folder()
        defer { withExtendedLifetime(ledger) {} }
        // As after kill -9: copied under way, log and all, so that nobody has it open.
        let dead = try TemporaryDirectory()
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: folder.ledger + suffix, toPath: dead.ledger + suffix)
        }
        try #require(try FileFacts(of: dead.ledger + "-wal").size > 0)
        let outcome = try LedgerRestore(of: dead.ledger, at: Self.now).put(backup)
        let kept = try #require(outcome.kept)
        #expect(try LedgerReader(path: kept).head().rows == Int64(Samples.day.count) + 2)
        #expect(try LedgerReader(path: dead.ledger).head().rows == Int64(Samples.day.count))
        #expect(try difference(dead.ledger) == nil)
    }

    @Test("a ledger that cannot be read is kept byte for byte, with its log")
    func unreadableIsKept() throws {
        let (folder, ledger, backup) = try folder()
        try ledger.close()
        let garbage = Data("no database any more".utf8)
        for suffix in ["", "-wal"] { try garbage.write(to: URL(fileURLWithPath: folder.ledger + suffix)) }
        let outcome = try LedgerRestore(of: folder.ledger, at: Self.now).put(backup)
        #expect(outcome.rowsBefore == nil)
        for suffix in ["", "-wal"] {
            let kept = try #require(outcome.kept) + suffix
            #expect(try Data(contentsOf: URL(fileURLWithPath: kept)) == garbage)
        }
        #expect(try difference(folder.ledger) == nil)
    }

    @Test("where there was no ledger there is one, which belongs to whom the folder belongs")
    func noLedger() throws {
        let (folder, _, backup) = try folder()
        let other = try TemporaryDirectory()
        let outcome = try LedgerRestore(of: other.ledger, at: Self.now).put(backup)
        #expect(outcome.kept == nil)
        let facts = try FileFacts(of: other.ledger)
        #expect(facts.mode == 0o640)
        #expect(facts.owner == (try FileFacts(of: other.path).owner))
        #expect(try FileManager.default.contentsOfDirectory(atPath: other.path) == ["ledger.sqlite"])
        withExtendedLifetime(folder) {}
    }

    @Test("the mode of the ledger before is the new one's, and its name is never taken twice")
    func modeAndName() throws {
        let (folder, ledger, backup) = try folder()
        try ledger.close()
        try FileManager.default.setAttributes([.posixPermissions: 0o660], ofItemAtPath: folder.ledger)
        _ = try LedgerRestore(of: folder.ledger, at: Self.now).put(backup)
        #expect(try FileFacts(of: folder.ledger).mode == 0o660)
        let again = try LedgerRestore(of: folder.ledger, at: Self.now).put(backup)
        #expect(again.kept == folder.ledger + ".replaced-20260722T214500Z-2")
        #expect(try difference(folder.ledger) == nil)
    }
}
