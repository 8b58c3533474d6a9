import CurtailTesting
import SiteLoop
import CurtailmentEngine
import Foundation
import GRDB
import GridUnits
import Testing

@testable import LedgerStore

@Suite("ChainVerifier")
struct ChainVerifierTests {
    @Test("hands out every record in order, as it was recorded")
    func handsOutRecords() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        let gap = LedgerGap(records: 3, first: Samples.start, last: Samples.instant(9))
        let head = try ledger.append(Samples.day, after: gap)
        var contents: [ChainEntry.Content] = []
        let result = try ChainVerifier(LedgerReader(path: folder.ledger)).walk { sequence, entry in
            contents.append(entry.content)
            return sequence == Int64(contents.count) ? nil : "out of order"
        }
        #expect(
            result == ChainVerifier.Result(rows: Int64(Samples.day.count) + 1, head: head, difference: nil))
        #expect(contents == [.gap(gap)] + Samples.day.map { .record($0) })
    }

    @Test("the row that the caller finds wrong is named")
    func callerStops() throws {
        let folder = try TemporaryDirectory()
        try Ledger(path: folder.ledger).append(Samples.day)
        let result = try ChainVerifier(LedgerReader(path: folder.ledger)).walk { sequence, _ in
            sequence == 3 ? "the engine decides otherwise" : nil
        }
        #expect(result.difference?.description == "row 3 (decision): the engine decides otherwise")
    }

    @Test(
        "every single altered byte of the chain and its tables is found and its row named", arguments: 0..<10)
    func alterations(seed: Int) throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append(Samples.day)
        let verifier = ChainVerifier(try LedgerReader(path: folder.ledger))
        var random = SplitMix(state: UInt64(seed))
        var tried = 0
        while tried < 50 {
            guard let alteration = try Alteration.random(in: ledger.queue, &random) else { continue }
            guard try alteration.apply(to: ledger.queue) else { continue }
            tried += 1
            let difference = try verifier.walk().difference
            #expect(
                difference?.sequence == alteration.sequence,
                "\(alteration) gave \(String(describing: difference))")
            try alteration.revert(in: ledger.queue)
        }
        #expect(try verifier.walk().difference == nil)
    }

    @Test(
        "missing and added rows are found",
        arguments: [
            ("DELETE FROM chain WHERE seq = 5", 5), ("UPDATE chain SET seq = 900 WHERE seq = 5", 5),
            ("DELETE FROM decisions WHERE chain_seq = 3", 3), ("DELETE FROM events WHERE id = 2", 35),
            ("DELETE FROM claims WHERE chain_seq = 5", 5), ("DELETE FROM intervals WHERE chain_seq = 4", 4),
            (
                "INSERT INTO decisions SELECT 900, id, at_utc, event_id, mode, state, program, reason, 1, 2, 3, summary "
                    + "FROM decisions LIMIT 1", nil
            ),
            (
                "INSERT INTO claims SELECT start_utc, 'other', kind, program, shadow, version, chain_seq, "
                    + "replaces_seq, operating_day, 1, rate_exact, rate_usd, 1, 1, price_source, method, 0 "
                    + "FROM claims LIMIT 1", nil
            ),
        ] as [(String, Int64?)])
    func rows(sql: String, sequence: Int64?) throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append(Samples.day)
        try ledger.queue.write { try $0.execute(sql: sql) }
        let difference = try ChainVerifier(LedgerReader(path: folder.ledger)).walk().difference
        #expect(difference != nil)
        #expect(difference?.sequence == sequence)
    }

    @Test("bytes hidden behind a zero byte are found", arguments: ["chain", "decisions"])
    func hiddenBytes(table: String) throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append(Samples.day)
        let column = table == "chain" ? "body" : "summary"
        let key = table == "chain" ? "seq" : "chain_seq"
        try ledger.queue.write {
            try $0.execute(
                sql: "UPDATE \(table) SET \(column) = \(column) || char(0) || 'more' WHERE \(key) = 3")
        }
        #expect(try ChainVerifier(LedgerReader(path: folder.ledger)).walk().difference?.sequence == 3)
    }
}

/// Small and seeded, so that a failure can be repeated.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

/// One value of one row with one byte changed, behind the back of the ledger.
private struct Alteration {
    let table: String
    let column: String
    /// The place in the chain of the row that is altered.
    let sequence: Int64
    /// Finds the row after the change, whatever was changed.
    let row: [(column: String, value: DatabaseValue)]
    let old: DatabaseValue
    let new: DatabaseValue

    /// Nil where the pick is a null.
    static func random(in queue: DatabaseQueue, _ random: inout SplitMix) throws -> Alteration? {
        let tables = ["chain"] + LedgerTable.all.map(\.name)
        guard let table = tables.randomElement(using: &random) else { return nil }
        let rows = try queue.read { try Row.fetchAll($0, sql: "SELECT * FROM \(table)") }
        guard let row = rows.randomElement(using: &random),
            let column = Array(row.columnNames).randomElement(using: &random)
        else { return nil }
        let old: DatabaseValue = row[column]
        guard let new = altered(old, &random) else { return nil }
        let key = table == "chain" ? "seq" : "chain_seq"
        // A changed sequence number in the chain shows as the old number missing.
        return Alteration(
            table: table, column: column, sequence: row[key],
            row: row.columnNames.map { ($0, $0 == column ? new : row[$0]) }, old: old, new: new)
    }

    private static func altered(_ value: DatabaseValue, _ random: inout SplitMix) -> DatabaseValue? {
        let bit = UInt8(1) << UInt8.random(in: 0..<7, using: &random)
        switch value.storage {
        case .null, .double: return nil
        case .int64(let number):
            return (number ^ Int64(1) << Int64.random(in: 0..<48, using: &random)).databaseValue
        case .string(let text):
            var bytes = Array(text.utf8)
            guard !bytes.isEmpty else { return nil }
            bytes[Int.random(in: bytes.indices, using: &random)] ^= bit
            return String(decoding: bytes, as: UTF8.self).databaseValue
        case .blob(let data):
            var bytes = [UInt8](data)
            guard !bytes.isEmpty else { return nil }
            bytes[Int.random(in: bytes.indices, using: &random)] ^= bit
            return Data(bytes).databaseValue
        }
    }

    /// Alters the row.
    ///
    /// - Returns: false where the file itself refuses it, because it would collide with another row.
    func apply(to queue: DatabaseQueue) throws -> Bool {
        do {
            try set(new, where: row.map { ($0.column, $0.column == column ? old : $0.value) }, in: queue)
            return true
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            return false
        }
    }

    func revert(in queue: DatabaseQueue) throws { try set(old, where: row, in: queue) }

    private func set(
        _ value: DatabaseValue, where row: [(column: String, value: DatabaseValue)], in queue: DatabaseQueue
    ) throws {
        let condition = row.map { "\($0.column) IS ?" }.joined(separator: " AND ")
        try queue.write { database in
            try database.execute(
                sql: "UPDATE \(table) SET \(column) = ? WHERE \(condition)",
                arguments: StatementArguments([value] + row.map(\.value)))
            #expect(database.changesCount == 1)
        }
    }
}
