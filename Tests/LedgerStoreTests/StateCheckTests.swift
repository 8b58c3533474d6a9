import CurtailTesting
import CurtailmentEngine
import Foundation
import GRDB
import Testing

@testable import LedgerStore

@Suite("StateCheck")
struct StateCheckTests {
    private func ledger(_ folder: TemporaryDirectory) throws -> Ledger {
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append(
            Samples.day, memory: .blank, units: [("s21/a", .sleep), ("s21/b", .sleep)], bootID: "boot")
        return ledger
    }

    @Test("finds nothing in a ledger that was left alone, and says which units sleep")
    func sound() throws {
        let folder = try TemporaryDirectory()
        _ = try ledger(folder)
        let result = try ChainVerifier(LedgerReader(path: folder.ledger)).walk()
        #expect(result.difference == nil)
        #expect(result.asleep == ["s21/a", "s21/b"])
    }

    @Test(
        "a changed view, table, index, migration, version or memory is found and named",
        arguments: [
            ("DROP VIEW v_claims; CREATE VIEW v_claims AS SELECT 1 AS amount_usd", "schema", "view v_claims"),
            ("DROP INDEX decisions_by_time", "schema", "index decisions_by_time"),
            ("CREATE TABLE more (x)", "schema", "table more"),
            ("ALTER TABLE sources ADD COLUMN more TEXT", "schema", "table sources"),
            ("UPDATE grdb_migrations SET identifier = '0 ' || identifier", "schema", "migrations"),
            ("PRAGMA user_version = 0", "schema", "number of its schema"),
            ("UPDATE memory SET boot_id = 'other'", "memory", "digest"),
        ])
    func changed(sql: String, kind: String, what: String) throws {
        let folder = try TemporaryDirectory()
        let ledger = try ledger(folder)
        try ledger.queue.write { try $0.execute(sql: sql) }
        let difference = try ChainVerifier(LedgerReader(path: folder.ledger)).walk().difference
        #expect(difference?.kind == kind)
        #expect(difference?.what.contains(what) == true, "\(String(describing: difference))")
    }

    @Test("a page that SQLite cannot read ends the walk at the row that it was on")
    func unreadablePage() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append((0..<400).map { Samples.timer($0) })
        try ledger.close()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.ledger))
        let row = try #require(bytes.range(of: Data(#""mono_ns":377,"#.utf8)))
        // The first byte of a page says what it is.
        bytes[row.lowerBound / 4_096 * 4_096] = 0xFF
        try bytes.write(to: URL(fileURLWithPath: folder.ledger))
        let difference = try ChainVerifier(LedgerReader(path: folder.ledger)).walk().difference
        #expect(difference?.kind == "file")
        let sequence = try #require(difference?.sequence)
        #expect((2...378).contains(sequence))
    }

    @Test("a value where its table forbids one is a difference, not the end of the program")
    func forbiddenValues() throws {
        let folder = try TemporaryDirectory()
        let ledger = try ledger(folder)
        try ledger.queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA writable_schema = ON")
            try database.execute(
                sql: """
                    UPDATE sqlite_schema SET sql = replace(replace(sql, ' NOT NULL', ''), 'STRICT', '')
                    WHERE type = 'table' AND name IN ('chain', 'memory')
                    """)
            try database.execute(sql: "PRAGMA writable_schema = RESET")
            try database.execute(sql: "UPDATE chain SET at_utc = NULL, body = 7, digest = NULL WHERE seq > 8")
            try database.execute(sql: "UPDATE memory SET at_utc = NULL, digest = 7")
        }
        let reader = try LedgerReader(path: folder.ledger)
        #expect(try ChainVerifier(reader).walk().difference?.sequence == 9)
        #expect(throws: (any Error).self) { try ledger.recovery() }
        #expect(throws: (any Error).self) { try reader.head() }
        #expect(throws: (any Error).self) { try ledger.append([Samples.timer(9_000)]) }
    }
}
