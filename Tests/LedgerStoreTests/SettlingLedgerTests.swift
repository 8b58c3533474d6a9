import ControlLoop
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement
import SiteSettlement
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
        let folder = try TemporaryFolder()
        var stream = SettlementStream(seed: seed)
        var random = SeededGenerator(seed: seed + 5_000)
        try fill(folder.ledger, stream.records(260), &random)

        var settler = Settler()
        var pages = MemoryPages()
        var expected: ArraySlice<LedgerRecord> = []
        var settled = 0
        let result = try ChainVerifier(LedgerReader(path: folder.ledger)).walk { _, entry in
            guard case .record(let record) = entry.content else { return nil }
            guard record.isSettled else {
                guard expected.isEmpty else {
                    return "before it, \(String(describing: expected.first)) is missing"
                }
                expected = try settler.take(record, in: &pages)[...]
                return nil
            }
            settled += 1
            let next = expected.popFirst()
            return next == record ? nil : "recorded \(record), in memory \(String(describing: next))"
        }
        #expect(result.difference == nil)
        #expect(expected.isEmpty && settled > 100)
    }
}
