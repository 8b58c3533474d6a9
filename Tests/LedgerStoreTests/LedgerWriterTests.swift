import CurtailTesting
import SiteLoop
import SitePorts
import CurtailmentEngine
import Foundation
import GRDB
import GridUnits
import Settlement
import Testing

@testable import LedgerStore

/// Collects what the writer tells, and lets a test wait for it.
private final class Told: @unchecked Sendable {
    // Unchecked because `condition` guards both lists.
    private let condition = NSCondition()
    private var outcomes: [Int: [LedgerOutcome]] = [:]
    private var changes: [LedgerCondition] = []

    func completion(_ number: Int) -> @Sendable (LedgerOutcome) -> Void {
        { outcome in
            self.condition.lock()
            self.outcomes[number, default: []].append(outcome)
            self.condition.broadcast()
            self.condition.unlock()
        }
    }

    func changed(_ change: LedgerCondition, _ text: String) {
        condition.lock()
        changes.append(change)
        condition.broadcast()
        condition.unlock()
    }

    /// The one outcome of a transaction; more than one is a failure.
    func outcome(_ number: Int) -> LedgerOutcome? {
        wait { outcomes[number] != nil }
        condition.lock()
        defer { condition.unlock() }
        #expect(outcomes[number]?.count == 1)
        return outcomes[number]?.first
    }

    func waitForChanges(_ expected: [LedgerCondition]) {
        wait { changes.count >= expected.count }
        condition.lock()
        #expect(changes == expected)
        condition.unlock()
    }

    private func wait(until isTrue: () -> Bool) {
        condition.lock()
        defer { condition.unlock() }
        let limit = Date(timeIntervalSinceNow: 30)
        while !isTrue() {
            guard condition.wait(until: limit) else {
                Issue.record("nothing was told within 30 s")
                return
            }
        }
    }
}

extension LedgerOutcome {
    fileprivate var head: String? {
        if case .durable(let head, _) = self { head } else { nil }
    }

    fileprivate var isDurable: Bool {
        switch self {
        case .durable: true
        case .blocked: false
        }
    }
}

@Suite("LedgerWriter")
struct LedgerWriterTests {
    private func writer(
        _ ledger: Ledger, _ told: Told, limits: LedgerLimits = LedgerLimits()
    ) -> LedgerWriter {
        // Retries wait ten minutes, so that only `retryNow` can bring them.
        LedgerWriter(ledger, bootID: "boot", limits: limits, longestRetrySeconds: 600) {
            told.changed($0, $1)
        }
    }

    /// No page can be added any more: what a full disk is to SQLite.
    private func fillDisk(_ ledger: Ledger) throws {
        try ledger.queue.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
    }

    private func mendDisk(_ ledger: Ledger) throws {
        try ledger.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1073741823") }
    }

    /// Large enough that one of them needs new pages.
    private func large(_ number: Int) -> LedgerRecord {
        var decision = Samples.decision(Int64(number), second: Int64(number))
        decision.summary = String(repeating: "x", count: 20_000)
        return .decision(decision)
    }

    @Test("tells each transaction once that it is durable, in order, with memory and units in it")
    func durable() throws {
        let folder = try TemporaryDirectory()
        let told = Told()
        let ledger = try Ledger(path: folder.ledger)
        let writer = writer(ledger, told)
        var memory = EngineMemory.blank
        for number in 1...200 {
            memory.nextDecision = Int64(number)
            let transaction = LedgerTransaction(
                [Samples.timer(Int64(number)), .decision(Samples.decision(Int64(number)))], memory: memory,
                units: [("g/\(number)", .sleep), ("g/\(number - 1)", nil)])
            writer.record(transaction, completion: told.completion(number))
        }
        for number in 1...200 { #expect(told.outcome(number)?.isDurable == true) }
        #expect(writer.stop() == 0)
        let reader = try LedgerReader(path: folder.ledger)
        #expect(told.outcome(200)?.head == (try reader.head().digest))
        #expect(try ledger.recovery() == Recovery(memory: memory, asleep: ["g/200"]))
        var decisions: [Int64] = []
        let result = try ChainVerifier(reader).walk { _, entry in
            if case .record(.decision(let decision)) = entry.content { decisions.append(decision.id) }
            return nil
        }
        #expect(result.difference == nil)
        #expect(decisions == Array(1...200))
    }

    @Test("keeps what a full disk refuses, says so once, and writes it in order when there is space")
    func fullDisk() throws {
        let folder = try TemporaryDirectory()
        let told = Told()
        let ledger = try Ledger(path: folder.ledger)
        let writer = writer(ledger, told)
        writer.record(LedgerTransaction([large(1)]), completion: told.completion(1))
        #expect(told.outcome(1)?.isDurable == true)
        try fillDisk(ledger)
        for number in 2...6 {
            writer.record(LedgerTransaction([large(number)]), completion: told.completion(number))
        }
        for number in 2...6 {
            guard case .blocked(let text) = told.outcome(number) else {
                Issue.record("transaction \(number) cannot be durable")
                continue
            }
            #expect(text.contains("SQLite 13"))
            #expect(text.contains("df -h"))
        }
        told.waitForChanges([.blocked])
        #expect(try LedgerReader(path: folder.ledger).head().rows == 1)
        try mendDisk(ledger)
        writer.retryNow()
        told.waitForChanges([.blocked, .writable])
        #expect(writer.stop() == 0)
        let reader = try LedgerReader(path: folder.ledger)
        let decisions = try reader.decisions(from: Samples.start, until: Samples.instant(100))
        #expect(decisions.map(\.decision.id) == Array(1...6))
        #expect(try ChainVerifier(reader).walk().difference == nil)
    }

    @Test("refuses routine inputs first, keeps room for decisions, and records the gap")
    func overflow() throws {
        let folder = try TemporaryDirectory()
        let told = Told()
        let ledger = try Ledger(path: folder.ledger)
        let writer = writer(
            ledger, told, limits: LedgerLimits(records: 8, bytes: 1 << 20, reservedPercent: 25))
        try fillDisk(ledger)
        writer.record(LedgerTransaction([large(1)]), completion: told.completion(0))
        told.waitForChanges([.blocked])
        for number in 1...7 {
            writer.record(
                LedgerTransaction([Samples.timer(Int64(number))]), completion: told.completion(number))
        }
        for number in 8...10 {
            writer.record(LedgerTransaction([large(number)]), completion: told.completion(number))
        }
        // 8 in all: 6 are any transaction's, the last 2 are the decisions'.
        for number in 0...10 {
            guard case .blocked(let text) = told.outcome(number) else {
                Issue.record("transaction \(number) cannot be durable")
                continue
            }
            #expect(text.contains("not kept") == [6, 7, 10].contains(number), "\(number): \(text)")
        }
        try mendDisk(ledger)
        writer.retryNow()
        told.waitForChanges([.blocked, .writable])
        writer.stop()
        var gaps: [LedgerGap] = []
        let result = try ChainVerifier(LedgerReader(path: folder.ledger)).walk { _, entry in
            if case .gap(let gap) = entry.content { gaps.append(gap) }
            return nil
        }
        #expect(result.difference == nil)
        #expect(result.rows == 9)
        #expect(gaps == [LedgerGap(records: 3, first: Samples.instant(6), last: Samples.instant(10))])
    }

    @Test("a record that can never be written is refused alone")
    func unrecordable() throws {
        let folder = try TemporaryDirectory()
        let told = Told()
        let writer = writer(try Ledger(path: folder.ledger), told)
        writer.record(LedgerTransaction([Samples.timer(1)]), completion: told.completion(1))
        writer.record(
            LedgerTransaction([Samples.interval(0, curtailed: 3_000)]), completion: told.completion(2))
        writer.record(LedgerTransaction([Samples.timer(3)]), completion: told.completion(3))
        #expect(told.outcome(1)?.isDurable == true)
        #expect(told.outcome(2)?.isDurable == false)
        #expect(told.outcome(3)?.isDurable == true)
        #expect(writer.stop() == 0)
    }

    @Test("a stop while the disk is full says how much is lost, and later records are refused")
    func stopWhileBlocked() throws {
        let folder = try TemporaryDirectory()
        let told = Told()
        let ledger = try Ledger(path: folder.ledger)
        let writer = writer(ledger, told)
        try fillDisk(ledger)
        writer.record(LedgerTransaction([large(1), Samples.timer(2)]), completion: told.completion(1))
        told.waitForChanges([.blocked])
        #expect(writer.stop() == 2)
        #expect(told.outcome(1)?.isDurable == false)
        #expect(try LedgerReader(path: folder.ledger).head().rows == 0)
    }

    @Test("a locked ledger is blocked, then written")
    func locked() throws {
        let folder = try TemporaryDirectory()
        let told = Told()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA busy_timeout = 0") }
        let other = try DatabaseQueue(path: folder.ledger)
        let writer = writer(ledger, told)
        try other.write { _ in
            writer.record(LedgerTransaction([Samples.timer(1)]), completion: told.completion(1))
            told.waitForChanges([.blocked])
        }
        writer.retryNow()
        told.waitForChanges([.blocked, .writable])
        #expect(writer.stop() == 0)
        #expect(try LedgerReader(path: folder.ledger).head().rows == 1)
    }
}
