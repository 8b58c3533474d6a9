import SitePorts
import GridMarket
import SiteLoop
import CurtailTesting
import CurtailmentEngine
import Foundation
import GRDB
import GridUnits
import Settlement
import Testing

@testable import LedgerStore

/// A controller on a real ledger, which a test fills and mends; what the ledger's thread says comes when it is taken.
private struct SiteOnLedger {
    /// What the ledger's thread said, in order.
    enum Message {
        case outcome(Int64, LedgerOutcome)
        case changed(LedgerCondition, String)
    }

    /// Lets a test wait for the ledger's thread.
    final class Mailbox: @unchecked Sendable {
        // Unchecked because `condition` guards the list.
        private let condition = NSCondition()
        private var messages: [Message] = []

        func put(_ message: Message) {
            condition.lock()
            messages.append(message)
            condition.signal()
            condition.unlock()
        }

        func next() -> Message? {
            condition.lock()
            defer { condition.unlock() }
            let limit = Date(timeIntervalSinceNow: 30)
            while messages.isEmpty {
                guard condition.wait(until: limit) else { return nil }
            }
            return messages.removeFirst()
        }
    }

    let ledger: Ledger
    let writer: LedgerWriter
    let fleet = RecordingFleet()
    let service = RecordingService()
    let clock = ManualClock()
    let mailbox = Mailbox()
    var controller: SiteController
    /// Conditions of the ledger as they were told.
    private(set) var conditions: [LedgerCondition] = []

    init(path: String) throws {
        ledger = try Ledger(path: path)
        let mailbox = mailbox
        // Retries wait ten minutes, so that only `retryNow` can bring them.
        writer = LedgerWriter(ledger, bootID: "boot", longestRetrySeconds: 600) {
            mailbox.put(.changed($0, $1))
        }
        let ports = SiteController.Ports(
            fleet: fleet, ledger: writer, service: service,
            clock: SiteClock(monotonic: { [clock] in clock.monotonic }, utc: { [clock] in clock.utc }),
            recorded: { mailbox.put(.outcome($0, $1)) })
        let policy = SitePolicy.example(groups: [("new", 1, 15), ("old", 2, 25)])
        controller = SiteController(terms: PolicyRecord(policy: policy), ports: ports)
        controller.start(Recovery(memory: .blank, asleep: []), today: DayTotals())
    }

    /// Takes what the ledger says until something has been said.
    mutating func take(until isSaid: (Message) -> Bool) {
        while let message = mailbox.next() {
            switch message {
            case .outcome(let batch, let outcome): controller.recorded(batch, outcome)
            case .changed(let condition, let text):
                conditions.append(condition)
                controller.ledgerChanged(to: condition, because: text)
            }
            if isSaid(message) { return }
        }
        Issue.record("the ledger said nothing more within 30 s")
    }

    mutating func takeOutcome() { take { if case .outcome = $0 { true } else { false } } }

    mutating func takeChange() { take { if case .changed = $0 { true } else { false } } }

    mutating func price(_ cents: Int64) {
        clock.advance(by: .seconds(1))
        let start = SettlementInterval(containing: clock.utc).start.advanced(bySeconds: -900)
        let price = PriceSignal(
            market: .rtm, point: "HB_WEST", pointType: nil, start: start, end: start.advanced(bySeconds: 900),
            price: .centsPerMegawattHour(cents))
        controller.accept(StampedSignal(signal: .price(price), source: "test", at: clock.utc))
    }

    mutating func command(_ action: OperatorCommand.Action) {
        controller.accept(OperatorCommand(action: action, issuer: "tester", reason: "test"))
    }

    /// No page can be added any more: what a full disk is to SQLite.
    func fillDisk() throws { try limitPages { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 } }

    func mendDisk() throws { try limitPages { _ in 1_073_741_823 } }

    private func limitPages(_ count: (Database) throws -> Int) throws {
        try ledger.queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA max_page_count = \(try count(database))")
        }
    }

    /// Fills the disk, and the pages that are there, until the ledger says that it is blocked.
    mutating func becomeBlocked() throws {
        try fillDisk()
        for number in 0..<400 where conditions.isEmpty {
            price(number.isMultiple(of: 2) ? 8_000 : 1_000)
            // Either the price is durable, or the ledger is blocked and says so first.
            take { _ in true }
        }
        #expect(conditions == [.blocked])
    }
}

@Suite("A site whose ledger's disk is full")
struct BlockedLedgerTests {
    @Test("curtails by hand at once, lets price wait, and does what waited in order when there is space")
    func fullDisk() throws {
        let folder = try TemporaryDirectory()
        var site = try SiteOnLedger(path: folder.ledger)
        site.takeOutcome()
        try site.becomeBlocked()
        #expect(site.controller.engine.alarms.map(\.kind) == [.ledgerBlocked])
        // The last price may have been either; what counts is what it wanted.
        site.fleet.orders.takeAll()
        site.price(1_000)
        site.fleet.orders.takeAll()
        for cents: Int64 in [8_000, 13_000] {
            site.price(cents)
            site.takeOutcome()
        }
        #expect(site.fleet.orders.count == 0, "an economic shed waits for the ledger")
        site.command(.curtail(.everything, for: nil))
        let urgent = site.fleet.orders.takeAll()
        #expect(Set(urgent.flatMap(\.units)) == [0, 1, 2], "what is urgent waits for nothing")
        #expect(urgent.allSatisfy { $0.action == .sleep })
        site.command(.release)
        site.price(1_000)
        #expect(site.fleet.orders.count == 0, "a restore waits for the ledger")

        site.writer.retryNow()
        site.controller.finish()
        #expect(site.conditions == [.blocked], "there is no space yet")
        try site.mendDisk()
        site.writer.retryNow()
        site.takeChange()
        #expect(site.conditions == [.blocked, .writable])
        #expect(site.fleet.orders.all.map(\.action).last == .wake)
        #expect(site.controller.engine.alarms.isEmpty)
        #expect(site.service.entries(of: .ledgerState).map(\.priority) == [.error, .notice])
        #expect(site.writer.stop() == 0)
        try check(folder.ledger, site.controller.engine.memory)
    }

    /// Nothing is lost and everything stands in order: what the ledger holds decides as the site did.
    private func check(_ path: String, _ memory: EngineMemory) throws {
        var engine: CurtailmentEngine?
        var decisions: [Int64] = []
        var expected: Decision?
        let result = try ChainVerifier(LedgerReader(path: path)).walk { _, entry in
            switch entry.content {
            case .gap: return "records were refused"
            case .record(.policy(let terms, _)): engine = CurtailmentEngine(policy: terms.policy)
            case .record(.input(let input)): expected = engine?.handle(input).decision
            case .record(.decision(let decision)):
                decisions.append(decision.id)
                if decision != expected { return "another decision" }
            default: break
            }
            return nil
        }
        #expect(result.difference == nil)
        #expect(decisions == Array(1..<memory.nextDecision))
    }

    @Test("goes on after a restart where it was, with what was urgent while nothing could be written")
    func restartsAfterwards() throws {
        let folder = try TemporaryDirectory()
        var site = try SiteOnLedger(path: folder.ledger)
        site.takeOutcome()
        try site.becomeBlocked()
        site.command(.curtail(.everything, for: nil))
        try site.mendDisk()
        site.writer.retryNow()
        site.takeChange()
        site.controller.finish()
        #expect(site.writer.stop() == 0)
        try site.ledger.close()
        let recovery = try Ledger(path: folder.ledger).recovery()
        #expect(recovery.memory == site.controller.engine.memory)
        #expect(recovery.memory.manual?.level == .everything)
        #expect(Set(recovery.asleep) == Set(site.controller.engine.asleepNames()))
    }
}
