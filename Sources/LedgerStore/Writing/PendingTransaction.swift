import SitePorts
import CurtailmentEngine
import GridUnits
import Settlement

/// One transaction that waits to be written.
struct PendingTransaction {
    let content: LedgerTransaction
    /// Called once; nil after that.
    var completion: (@Sendable (LedgerOutcome) -> Void)?

    init(_ content: LedgerTransaction, completion: (@Sendable (LedgerOutcome) -> Void)? = nil) {
        self.content = content
        self.completion = completion
    }

    /// The size of a refused transaction in a gap: rows and blocks of samples.
    var recordCount: Int { content.records.count + content.samples.count }

    /// The instants of its first and its last record; nil when it has none.
    var extent: (first: UTCInstant, last: UTCInstant)? {
        let instants = content.records.map(\.at) + content.samples.map(\.last)
        guard let first = instants.first, let last = instants.last else { return nil }
        return (first, last)
    }

    /// Decisions and events tell what the site did; inputs alone can be refused and counted.
    var isUrgent: Bool {
        content.records.contains { record in
            if case .decision = record { return true }
            if case .event = record { return true }
            return false
        }
    }

    /// A cheap estimate, near enough to bound memory.
    var bytes: Int {
        let packed = content.samples.reduce(0) { $0 + 256 + $1.bytes.count }
        return content.records.reduce(256 + packed + content.units.count * 64) { sum, record in
            switch record {
            case .policy(let terms, _):
                sum + 1_024 + terms.policy.groups.reduce(0) { $0 + $1.units.count * 64 }
            case .input(let input): sum + Self.bytes(of: input.event)
            case .decision(let decision): sum + 1_024 + (decision.sleeps.count + decision.wakes.count) * 8
            case .load(let energies, _): sum + energies.count * 128
            default: sum + 512
            }
        }
    }

    private static func bytes(of event: EngineEvent) -> Int {
        switch event {
        case .started(let recovery): 1_024 + (recovery.asleep.count + recovery.returning.count) * 64
        case .fleet(let report):
            report.changes.reduce(256 + report.groups.count * 64) { $0 + 32 + $1.units.count * 8 }
        case .policy(let policy): 1_024 + policy.groups.reduce(0) { $0 + $1.units.count * 64 }
        case .signal, .frequency, .command, .timer, .clockStepped, .ledger: 512
        }
    }
}

extension LedgerTransaction {
    /// The content of one commit, of however many transactions.
    init(joining transactions: [PendingTransaction]) {
        self.init(
            transactions.flatMap(\.content.records), samples: transactions.flatMap(\.content.samples),
            memory: transactions.last { $0.content.memory != nil }?.content.memory,
            units: transactions.flatMap(\.content.units))
    }
}
