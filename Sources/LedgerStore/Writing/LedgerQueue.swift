import ControlLoop
import CurtailmentEngine
import SiteSettlement

/// How much waits in memory at most.
package struct LedgerLimits: Hashable, Sendable {
    /// Records, of all transactions together.
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

/// One transaction that waits to be written.
struct PendingTransaction {
    let records: [LedgerRecord]
    let memory: EngineMemory?
    let units: [(unit: String, isAsleep: Bool)]
    /// Called once; nil after that.
    var completion: (@Sendable (LedgerOutcome) -> Void)?

    /// Decisions and events tell what the site did; inputs alone can be refused and counted.
    var isUrgent: Bool {
        records.contains { record in
            switch record {
            case .decision, .event: true
            case .policy, .input, .fact, .load, .interval, .basis, .claim: false
            }
        }
    }

    /// A cheap estimate, near enough to bound memory.
    var bytes: Int {
        records.reduce(256 + units.count * 64) { sum, record in
            switch record {
            case .policy(let terms, _):
                sum + 1_024 + terms.policy.groups.reduce(0) { $0 + $1.units.count * 64 }
            case .input(let input): sum + Self.bytes(of: input.event)
            case .decision(let decision): sum + 1_024 + (decision.sleeps.count + decision.wakes.count) * 8
            case .load(let energies, _): sum + energies.count * 128
            case .event, .fact, .interval, .basis, .claim: sum + 512
            }
        }
    }

    private static func bytes(of event: EngineEvent) -> Int {
        switch event {
        case .started(let recovery): 1_024 + recovery.asleep.count * 64
        case .fleet(let report):
            report.changes.reduce(256 + report.groups.count * 64) { $0 + 32 + $1.units.count * 8 }
        case .policy(let policy): 1_024 + policy.groups.reduce(0) { $0 + $1.units.count * 64 }
        case .signal, .frequency, .command, .timer, .clockStepped, .ledger: 512
        }
    }
}

/// What goes into one commit, of however many transactions.
struct PendingBatch {
    let records: [LedgerRecord]
    /// The newest that any of them brought.
    let memory: EngineMemory?
    let units: [(unit: String, isAsleep: Bool)]

    init(_ transactions: [PendingTransaction]) {
        records = transactions.flatMap(\.records)
        memory = transactions.last { $0.memory != nil }?.memory
        units = transactions.flatMap(\.units)
    }
}

/// What waits for the ledger's thread, in order and bounded; knows no lock and no thread.
struct LedgerQueue {
    let limits: LedgerLimits
    private(set) var waiting: [PendingTransaction] = []
    private(set) var records = 0
    private(set) var bytes = 0
    /// What was refused since the last transaction that became durable.
    private(set) var gap: LedgerGap?

    init(limits: LedgerLimits) { self.limits = limits }

    /// Takes one transaction.
    ///
    /// - Returns: false when there is no room for it; it is then part of ``gap``.
    mutating func add(_ transaction: PendingTransaction) -> Bool {
        let share = transaction.isUrgent ? 100 : 100 - limits.reservedPercent
        let size = transaction.bytes
        let hasRoom =
            records + transaction.records.count <= limits.records * share / 100
            && bytes + size <= limits.bytes * share / 100
        // What is larger than the whole queue goes alone, or it could never be written at all.
        guard hasRoom || waiting.isEmpty else {
            refuse(transaction)
            return false
        }
        waiting.append(transaction)
        records += transaction.records.count
        bytes += size
        return true
    }

    /// Counts a transaction that will never be written.
    mutating func refuse(_ transaction: PendingTransaction) {
        guard let first = transaction.records.first?.at, let last = transaction.records.last?.at else {
            return
        }
        let count = Int64(transaction.records.count)
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
            records -= transaction.records.count
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
