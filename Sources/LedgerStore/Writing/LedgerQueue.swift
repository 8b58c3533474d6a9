import SitePorts
import CurtailmentEngine
import Settlement

/// How much waits in memory at most.
package struct LedgerLimits: Hashable, Sendable {
    /// Records and blocks of samples, of all transactions together.
    package var records: Int
    /// Estimated bytes of them.
    package var bytes: Int
    /// Percent of both that only transactions with a decision or an event may use.
    package var reservedPercent: Int

    package init(records: Int = 16_384, bytes: Int = 16 << 20, reservedPercent: Int = 25) {
        self.records = records
        self.bytes = bytes
        self.reservedPercent = reservedPercent
    }
}

/// The transactions that wait for the ledger's thread, in order and bounded; knows no lock and no thread.
struct LedgerQueue {
    let limits: LedgerLimits
    private(set) var waiting: [PendingTransaction] = []
    private(set) var records = 0
    private(set) var bytes = 0
    /// The gap since the last transaction that became durable.
    private(set) var gap: LedgerGap?

    init(limits: LedgerLimits) { self.limits = limits }

    /// Takes one transaction.
    ///
    /// - Returns: false when there is no room for it; it is then part of ``gap``.
    mutating func add(_ transaction: PendingTransaction) -> Bool {
        let share = transaction.isUrgent ? 100 : 100 - limits.reservedPercent
        let size = transaction.bytes
        let hasRoom =
            records + transaction.recordCount <= limits.records * share / 100
            && bytes + size <= limits.bytes * share / 100
        // What is larger than the whole queue goes alone, or it could never be written at all.
        guard hasRoom || waiting.isEmpty else {
            refuse(transaction)
            return false
        }
        waiting.append(transaction)
        records += transaction.recordCount
        bytes += size
        return true
    }

    /// Counts a transaction that will never be written.
    mutating func refuse(_ transaction: PendingTransaction) {
        guard let (first, last) = transaction.extent else { return }
        let count = Int64(transaction.recordCount)
        if let gap {
            self.gap = LedgerGap(
                records: gap.records + count, first: min(gap.first, first), last: max(gap.last, last))
        } else {
            gap = LedgerGap(records: count, first: first, last: last)
        }
    }

    /// Takes off the first transactions, which have been written together with what was refused before them.
    mutating func removeFirst(_ count: Int, recorded gap: LedgerGap?) {
        for transaction in waiting.prefix(count) {
            records -= transaction.recordCount
            bytes -= transaction.bytes
        }
        waiting.removeFirst(count)
        guard let gap, let present = self.gap else { return }
        let later = present.records - gap.records
        self.gap = later > 0 ? LedgerGap(records: later, first: gap.last, last: present.last) : nil
    }

    /// Takes the completions of everything that waits and has not been told yet.
    mutating func takeCompletions() -> [@Sendable (LedgerOutcome) -> Void] {
        var completions: [@Sendable (LedgerOutcome) -> Void] = []
        for index in waiting.indices {
            guard let completion = waiting[index].completion else { continue }
            completions.append(completion)
            waiting[index].completion = nil
        }
        return completions
    }
}
