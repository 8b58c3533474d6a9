import SitePorts
import SiteLoop
import CurtailmentEngine
import GridUnits
import Settlement
import Testing

@testable import LedgerStore

@Suite("LedgerQueue")
struct LedgerQueueTests {
    private func transaction(_ records: [LedgerRecord]) -> PendingTransaction {
        PendingTransaction(LedgerTransaction(records)) { _ in }
    }

    @Test("stops at the number of records, the last quarter for decisions only")
    func records() {
        var queue = LedgerQueue(limits: LedgerLimits(records: 100, bytes: 1 << 30, reservedPercent: 25))
        let inputs = (0..<100).map { queue.add(transaction([Samples.timer($0)])) }
        #expect(inputs.filter { $0 }.count == 75)
        let decisions = (0..<100).map { queue.add(transaction([.decision(Samples.decision($0))])) }
        #expect(decisions.filter { $0 }.count == 25)
        #expect(queue.records == 100)
        #expect(queue.gap?.records == 100)
    }

    @Test("stops at the estimated bytes")
    func bytes() {
        let one = transaction([Samples.timer(0)])
        var queue = LedgerQueue(
            limits: LedgerLimits(records: 1_000, bytes: one.bytes * 8, reservedPercent: 50))
        let taken = (0..<20).map { queue.add(transaction([Samples.timer($0)])) }
        #expect(taken.filter { $0 }.count == 4)
        #expect(queue.bytes == one.bytes * 4)
    }

    @Test("takes one transaction larger than all of it, and only that one")
    func tooLarge() {
        var queue = LedgerQueue(limits: LedgerLimits(records: 4, bytes: 1 << 20, reservedPercent: 25))
        let taken = [
            queue.add(transaction((0..<9).map { Samples.timer($0) })),
            queue.add(transaction([.decision(Samples.decision(1))])),
        ]
        #expect(taken == [true, false])
    }

    @Test("what is refused while a gap is being written is part of the next gap")
    func laterGap() {
        var queue = LedgerQueue(limits: LedgerLimits(records: 1, bytes: 1 << 20, reservedPercent: 0))
        var taken = [queue.add(transaction([Samples.timer(0)]))]
        taken.append(queue.add(transaction([Samples.timer(1), Samples.timer(2)])))
        let written = queue.gap
        taken.append(queue.add(transaction([Samples.timer(5)])))
        #expect(taken == [true, false, false])
        queue.removeFirst(1, recorded: written)
        #expect(queue.gap == LedgerGap(records: 1, first: Samples.instant(2), last: Samples.instant(5)))
        #expect(queue.records == 0)
        #expect(queue.bytes == 0)
    }
}
