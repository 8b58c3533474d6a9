import SitePorts
import GridMarket
import SiteRecord
import SiteLoop
import CurtailTesting
import CurtailmentEngine
import Foundation
import GRDB
import GridUnits
import Settlement
import Testing

@testable import LedgerStore

@Suite("A ledger that settles what it records")
struct SettlingLedgerTests {
    /// Appends rows in transactions of random sizes, with restarts between some.
    private func fill(
        _ path: String, _ records: [LedgerRecord], _ random: inout SeededGenerator
    ) throws {
        var ledger = try Ledger(path: path)
        var settler = try ledger.settler()
        var rest = records[...]
        while !rest.isEmpty {
            let batch = rest.prefix(.random(in: 1...9, using: &random))
            rest = rest.dropFirst(batch.count)
            _ = try ledger.append(
                LedgerTransaction(Array(batch)), after: nil, settling: &settler, bootID: "")
            guard Int.random(in: 0..<6, using: &random) == 0 else { continue }
            try ledger.close()
            ledger = try Ledger(path: path)
            settler = try ledger.settler()
        }
        try ledger.close()
    }

    @Test(
        "however it is batched and restarted, it holds the rows that settlement in memory makes of what it holds",
        arguments: UInt64(0)..<12)
    func equalsMemory(seed: UInt64) throws {
        let folder = try TemporaryDirectory()
        var stream = SettlementStream(seed: seed)
        var random = SeededGenerator(seed: seed + 5_000)
        try fill(folder.ledger, stream.records(260), &random)

        #expect(try settledAsInMemory(folder.ledger) > 100)
    }

    @Test(
        "late readings settle the dependants that they settle in memory, also after restarts",
        arguments: [
            BaselineMethod.meterBeforeAfter, .middleEightOfTen, .matchingDayPair, .regressionCalendar,
        ])
    func dependants(method: BaselineMethod) throws {
        let folder = try TemporaryDirectory()
        var random = SeededGenerator(seed: 7)
        let at = MeteredDays.settled.advanced(bySeconds: 1)
        let corrections = (1..<20).map { offset in
            MeteredDays.usage(
                of: MeteredDays.day.advanced(byDays: -offset), megawattHours: Int64(97 + offset), at: at)
        }
        let before = MeteredDays.usage(
            of: MeterBeforeAfter.interval(before: MeteredDays.curtailed.start), kilowattHours: 1_100, at: at)
        let records =
            MeteredDays(method: method).records + corrections + [before]
            + [.load([], at: at.advanced(bySeconds: 900))]
        try fill(folder.ledger, records, &random)
        #expect(try settledAsInMemory(folder.ledger) > 2_000)
        // What settles the dependant is the row that closes an interval.
        let revisions = try LedgerReader(path: folder.ledger).queue.read { database in
            try Int.fetchOne(
                database,
                sql: """
                    SELECT count(*) FROM bases WHERE start_utc = ? AND replaces_seq IS NOT NULL
                        AND chain_seq > (SELECT max(seq) FROM chain WHERE kind = 'load')
                    """,
                arguments: [MeteredDays.curtailed.start.milliseconds])
        }
        #expect(revisions == 1)
    }

    @Test("a state that the rules of another release left is begun anew at the ledger's end")
    func otherRules() throws {
        let folder = try TemporaryDirectory()
        var stream = SettlementStream(seed: 1)
        var random = SeededGenerator(seed: 1)
        let records = stream.records(100).map { record -> LedgerRecord in
            guard case .policy(var terms, let at) = record else { return record }
            terms.settlementVersion = "0"
            return .policy(terms, at: at)
        }
        try fill(folder.ledger, records, &random)
        let ledger = try Ledger(path: folder.ledger)
        try ledger.queue.write { database in
            let sequence: Int64 = 5
            let body = Array(#"{"rules":"0"}"#.utf8)
            try database.execute(
                sql: "UPDATE settlement_state SET chain_seq = ?, body = ?, digest = ?",
                arguments: [
                    sequence, String(decoding: body, as: UTF8.self),
                    SettlementCheckpoint.digest(sequence: sequence, body: body),
                ])
        }
        let settler = try ledger.settler()
        #expect(settler.closedBefore == nil)
        #expect(SettlerState(of: settler).policyNumber > 0)
        try ledger.close()
    }

    @Test("a state that is gone is worked out again from the chain", arguments: UInt64(0)..<6)
    func lostState(seed: UInt64) throws {
        let folder = try TemporaryDirectory()
        var stream = SettlementStream(seed: seed)
        var random = SeededGenerator(seed: seed)
        try fill(folder.ledger, stream.records(300), &random)
        let ledger = try Ledger(path: folder.ledger)
        let kept = SettlerState(of: try ledger.settler()).canonicalBytes
        try ledger.queue.write { try $0.execute(sql: "DELETE FROM settlement_state") }
        #expect(SettlerState(of: try ledger.settler()).canonicalBytes == kept)
        try ledger.close()
    }

    @Test("a state of rows that the chain does not have is damage: its tail was cut off")
    func cutTail() throws {
        let folder = try TemporaryDirectory()
        var stream = SettlementStream(seed: 1)
        var random = SeededGenerator(seed: 1)
        try fill(folder.ledger, stream.records(300), &random)
        let ledger = try Ledger(path: folder.ledger)
        let state = try ledger.queue.write { database -> Int64? in
            let state = try Int64.fetchOne(database, sql: "SELECT chain_seq FROM settlement_state")
            for table in [
                "chain WHERE seq", "decisions WHERE chain_seq", "events WHERE chain_seq",
                "facts WHERE chain_seq", "intervals WHERE chain_seq", "bases WHERE chain_seq",
                "claims WHERE chain_seq",
            ] {
                try database.execute(sql: "DELETE FROM \(table) >= ?", arguments: [state])
            }
            return state
        }
        let row = try #require(state)
        let difference = try ChainVerifier(LedgerReader(path: folder.ledger)).walk().difference
        #expect(
            difference?.what.contains("settlement stands at row \(row), and the chain ends at row \(row - 1)")
                == true)
        #expect(throws: LedgerError.self) { try ledger.settler() }
    }

    @Test("another meter does not move what was settled by the one before it, whatever is corrected later")
    func anotherMeter() throws {
        let start = UTCInstant(secondsSinceEpoch: 1_784_721_600)
        let interval = SettlementInterval(containing: start)
        func at(_ second: Int64) -> UTCInstant { start.advanced(bySeconds: second) }
        func input(_ event: EngineEvent, _ second: Int64) -> LedgerRecord {
            .input(
                EngineInput(at: at(second), monotonic: MonotonicInstant(nanoseconds: second), event: event))
        }
        func signal(_ signal: GridSignal, _ second: Int64) -> LedgerRecord {
            input(.signal(StampedSignal(signal: signal, source: "feed", at: at(second))), second)
        }
        func policy(meter: String, _ second: Int64) -> LedgerRecord {
            let settlement = SettlementPolicy(meter: meter)
            return .policy(PolicyRecord(policy: .example(), settlement: settlement), at: at(second))
        }
        func usage(_ meter: String, _ kilowattHours: Int64, _ second: Int64) -> LedgerRecord {
            let energy = Energy(microwattSeconds: Int128(kilowattHours) * 3_600_000_000_000)
            let usage = MeterSignal.Usage(start: interval.start, end: interval.end, energy: energy)
            return signal(
                .meter(MeterSignal(meter: meter, power: nil, cumulative: nil, usage: usage)), second)
        }
        func price(_ cents: Int64, _ second: Int64) -> LedgerRecord {
            let price = PriceSignal(
                market: .rtm, point: "HB_WEST", pointType: nil, start: interval.start, end: interval.end,
                price: .centsPerMegawattHour(cents))
            return signal(.price(price), second)
        }
        let load = FleetReport.GroupLoad(confirmed: .watts(14_000), curtailed: .zero)
        let records = [
            policy(meter: "A", 0), input(.started(Recovery(memory: .blank, asleep: [])), 0),
            input(.fleet(FleetReport(groups: [load], changes: [])), 0), input(.timer, 900),
            usage("A", 3, 910),
            usage("B", 4, 920), price(4_000, 930), policy(meter: "B", 940), price(4_100, 950),
            input(.timer, 1_800),
        ]
        let folder = try TemporaryDirectory()
        var random = SeededGenerator(seed: 3)
        try fill(folder.ledger, records, &random)
        #expect(try settledAsInMemory(folder.ledger) > 0)
        let metered = try DatabaseQueue(path: folder.ledger).read { database in
            try Int64.fetchAll(
                database,
                sql:
                    "SELECT consumed_microwatt_seconds FROM intervals WHERE group_name = '(meter)' ORDER BY chain_seq"
            )
        }
        #expect(!metered.isEmpty && metered.allSatisfy { $0 == 3 * 3_600_000_000_000 })
    }

    /// Settles a ledger's rows in memory and compares; returns how many rows of settlement it has.
    private func settledAsInMemory(_ path: String) throws -> Int {
        var settler = Settler()
        var pages = MemoryPages()
        var expected: ArraySlice<LedgerRecord> = []
        var settled = 0
        let result = try ChainVerifier(LedgerReader(path: path)).walk { _, entry in
            guard case .record(let record) = entry.content else { return nil }
            guard record.isSettled else {
                guard expected.isEmpty else {
                    return "before it, \(String(describing: expected.first)) is missing"
                }
                expected = try settler.apply(record, in: &pages)[...]
                return nil
            }
            settled += 1
            let next = expected.popFirst()
            return next == record ? nil : "recorded \(record), in memory \(String(describing: next))"
        }
        #expect(result.difference == nil)
        #expect(expected.isEmpty)
        return settled
    }
}
