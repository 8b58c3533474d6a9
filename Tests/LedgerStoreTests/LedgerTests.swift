import CurtailTesting
import SiteLoop
import CurtailmentEngine
import Foundation
import GRDB
import GridUnits
import Settlement
import Testing

@testable import LedgerStore

@Suite("Ledger")
struct LedgerTests {
    @Test(
        "the connection is as durable as promised",
        arguments: [
            ("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("busy_timeout", "5000"),
            ("application_id", "1668641396"), ("user_version", "1"),
        ])
    func pragmas(name: String, value: String) throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        let found = try ledger.queue.inDatabase { try DatabaseValue.fetchOne($0, sql: "PRAGMA \(name)") }
        #expect(found.map { String.fromDatabaseValue($0) ?? $0.description } == value)
    }

    @Test("a new ledger remembers nothing and has an empty chain")
    func newLedger() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        #expect(try ledger.recovery() == Recovery(memory: .blank, asleep: []))
        #expect(try ledger.latestPolicy() == nil)
        #expect(try LedgerReader(path: folder.ledger).head().rows == 0)
    }

    @Test("what was appended is there after the process lost its connection without closing it")
    func reopens() throws {
        let folder = try TemporaryDirectory()
        let first = try Ledger(path: folder.ledger)
        var memory = EngineMemory.blank
        memory.nextDecision = 7
        memory.event = Samples.event(1)
        memory.mode = .armed
        let head = try first.append(
            Samples.day, memory: memory, units: [("s21/b", .sleep), ("s21/a", .sleep), ("s21/c", .sleep)],
            bootID: "boot")
        try first.append([Samples.timer(9_000)], units: [("s21/c", nil), ("s21/a", .sleep)])
        // As after kill -9: the write-ahead log is all there is, and nobody closed anything.
        let copy = try TemporaryDirectory()
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: folder.ledger + suffix, toPath: copy.ledger + suffix)
        }
        let second = try Ledger(path: copy.ledger)
        #expect(try second.recovery() == Recovery(memory: memory, asleep: ["s21/a", "s21/b"]))
        #expect(try second.latestPolicy() == PolicyRecord(policy: Samples.policy))
        let next = try second.append([Samples.timer(9_001)])
        #expect(next != head)
        let result = try ChainVerifier(LedgerReader(path: copy.ledger)).walk()
        #expect(result.difference == nil)
        #expect(result.rows == Int64(Samples.day.count) + 2)
    }

    @Test("equal records give equal digests in two ledgers")
    func digestsAreDetermined() throws {
        let folders = try [TemporaryDirectory(), TemporaryDirectory()]
        let heads = try folders.map { try Ledger(path: $0.ledger).append(Samples.day) }
        #expect(heads[0] == heads[1])
        #expect(heads[0].count == 64)
    }

    @Test("a policy that is in force already is not written again")
    func policyOnce() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append([.policy(PolicyRecord(policy: Samples.policy), at: Samples.start)])
        try ledger.append([.policy(PolicyRecord(policy: Samples.policy), at: Samples.instant(5))])
        var changed = Samples.policy
        changed.mode = .shadow
        try ledger.append([.policy(PolicyRecord(policy: changed), at: Samples.instant(6))])
        #expect(try LedgerReader(path: folder.ledger).head().rows == 2)
        #expect(try ledger.latestPolicy()?.policy == changed)
    }

    @Test("an altered memory is refused instead of believed")
    func memoryIsChecked() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append([Samples.timer(0)], memory: .blank, bootID: "boot")
        try ledger.queue.write { database in
            try database.execute(
                sql: "UPDATE memory SET body = replace(body, '\"next_event\":1', '\"next_event\":2')")
        }
        #expect(throws: LedgerError.memoryDamaged(path: folder.ledger, why: "its digest does not agree")) {
            try ledger.recovery()
        }
    }

    @Test("an energy that no site has is refused whole, and nothing of its transaction is written")
    func unrecordable() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        #expect(throws: LedgerError.self) {
            try ledger.append([Samples.timer(0), Samples.interval(0, curtailed: 3_000)])
        }
        #expect(try LedgerReader(path: folder.ledger).head().rows == 0)
    }
}

@Suite("Ledger files that are not ours")
struct ForeignLedgerTests {
    @Test(
        "a foreign file is refused and left as it was",
        arguments: ["this is a text file, not a database", String(repeating: "x", count: 5_000)])
    func text(content: String) throws {
        let folder = try TemporaryDirectory()
        try Data(content.utf8).write(to: URL(fileURLWithPath: folder.ledger))
        #expect(throws: LedgerError.foreign(path: folder.ledger, found: "no SQLite database")) {
            try Ledger(path: folder.ledger)
        }
        #expect(throws: LedgerError.self) { try LedgerReader(path: folder.ledger) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.ledger)) == Data(content.utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["ledger.sqlite"])
    }

    @Test("another program's database is refused and left as it was")
    func otherDatabase() throws {
        let folder = try TemporaryDirectory()
        let other = try DatabaseQueue(path: folder.ledger)
        try other.write { try $0.execute(sql: "CREATE TABLE chain (x); PRAGMA application_id = 7") }
        try other.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.ledger))
        #expect {
            try Ledger(path: folder.ledger)
        } throws: { error in
            "\(error)".contains("Nothing was changed. Move it away, or name another path.")
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.ledger)) == before)
    }

    @Test("a ledger of a newer release is refused, also while its version stands in the log only")
    func newer() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 9") }
        #expect(throws: LedgerError.tooNew(path: folder.ledger, version: 9, known: 1)) {
            try LedgerReader(path: folder.ledger)
        }
        try ledger.close()
        #expect(throws: LedgerError.tooNew(path: folder.ledger, version: 9, known: 1)) {
            try Ledger(path: folder.ledger)
        }
    }

    @Test("a folder, a missing file and a missing folder have their own texts")
    func missing() throws {
        let folder = try TemporaryDirectory()
        #expect(throws: LedgerError.foreign(path: folder.path, found: "a folder")) {
            try Ledger(path: folder.path)
        }
        #expect(throws: LedgerError.missing(path: folder.ledger)) { try LedgerReader(path: folder.ledger) }
        #expect(throws: LedgerError.self) { try Ledger(path: folder.path + "/none/ledger.sqlite") }
    }

    @Test("a ledger that was marked but not yet filled is brought to the present schema")
    func olderSchema() throws {
        let folder = try TemporaryDirectory()
        let old = try DatabaseQueue(path: folder.ledger)
        try old.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA application_id = \(LedgerSchema.applicationID)")
        }
        try old.close()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append(Samples.day)
        let version = try ledger.queue.read { try Int32.fetchOne($0, sql: "PRAGMA user_version") }
        #expect(version == LedgerSchema.version)
        #expect(try ledger.queue.read { try LedgerSchema.migrator.hasCompletedMigrations($0) })
    }

    @Test("a ledger whose first moment was cut off is begun again, with its mark")
    func cutOffAtBirth() throws {
        let folder = try TemporaryDirectory()
        let first = try DatabaseQueue(path: folder.ledger)
        try first.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA application_id = \(LedgerSchema.applicationID)")
        }
        try first.close()
        // The rollback journal of a transaction that began with an empty file (SQLite file format, section 3):
        // whoever opens the file next takes the mark back with the rest.
        var journal: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
        for number: UInt32 in [0, 1, 0, 512, 4_096] {
            for shift in [24, 16, 8, 0] { journal.append(UInt8(truncatingIfNeeded: number >> shift)) }
        }
        journal += Array(repeating: 0, count: 512 - journal.count)
        try Data(journal).write(to: URL(fileURLWithPath: folder.ledger + "-journal"))
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append(Samples.day)
        try ledger.close()
        #expect(try LedgerReader(path: folder.ledger).head().rows == Int64(Samples.day.count))
        #expect(throws: Never.self) { try Ledger(path: folder.ledger) }
    }

    @Test("a new ledger appears whole, whatever an earlier try has left")
    func birth() throws {
        let folder = try TemporaryDirectory()
        for suffix in [".new", ".new-wal", ".new-journal"] {
            try Data(suffix.utf8).write(to: URL(fileURLWithPath: folder.ledger + suffix))
        }
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append(Samples.day)
        try ledger.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["ledger.sqlite"])
    }

    @Test("an empty file in a ledger's place is refused: the ledger that was there may have been lost")
    func empty() throws {
        let folder = try TemporaryDirectory()
        try Data().write(to: URL(fileURLWithPath: folder.ledger))
        let refusal = LedgerError.foreign(path: folder.ledger, found: "an empty file")
        #expect(throws: refusal) { try Ledger(path: folder.ledger) }
        #expect(throws: refusal) { try LedgerReader(path: folder.ledger) }
    }

    @Test("the log of a ledger that was moved away is neither taken for the new one's nor removed")
    func leftOverLog() throws {
        let folder = try TemporaryDirectory()
        let log = folder.ledger + "-wal"
        try Data("rows of another ledger".utf8).write(to: URL(fileURLWithPath: log))
        #expect {
            try Ledger(path: folder.ledger)
        } throws: { error in
            "\(error)".hasPrefix("\(log) is not a ledger of curtaild: it is left over from a ledger")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["ledger.sqlite-wal"])
    }

    @Test("a torn end is found at the start and named")
    func tornTail() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append((0..<400).map { Samples.timer($0) })
        try ledger.queue.write { try $0.execute(sql: "UPDATE chain SET at_utc = 'x' WHERE seq = 399") }
        try ledger.close()
        #expect(
            throws: LedgerError.damaged(path: folder.ledger, sequence: 399, why: "its digest does not agree")
        ) { try Ledger(path: folder.ledger) }
    }
}
