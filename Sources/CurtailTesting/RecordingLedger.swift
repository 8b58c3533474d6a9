package import SitePorts
import CurtailmentEngine
package import Settlement
import HostSystem

/// A ledger in memory that remembers its transactions and answers at once, when told to, or with a failure.
package final class RecordingLedger: LedgerRecording {
    /// The ledger's treatment of a transaction.
    package enum Manner: Sendable {
        /// Durable before `record` returns.
        case durableAtOnce
        /// Waits for ``finishAll()``: a slow disk.
        case waiting
        /// Refuses with this text.
        case blocked(String)
    }

    private typealias Completion = @Sendable (LedgerOutcome) -> Void

    private struct State: Sendable {
        var manner: Manner
        var waiting: [Completion] = []
        var settler = Settler()
        var pages = MemoryPages()
        var rows: [LedgerRecord] = []
        var durableCount = 0
    }

    /// The transactions in the order in which they came.
    package let transactions = Recorded<LedgerTransaction>()
    private let state: Monitor<State>

    /// A ledger that answers in some manner.
    package init(manner: Manner = .durableAtOnce) { state = Monitor(State(manner: manner)) }

    /// Every row of every transaction, in order, without what settlement makes of them.
    package var records: [LedgerRecord] { transactions.all.flatMap(\.records) }

    /// The results of settlement from the rows.
    package var settled: [LedgerRecord] { state.withLock { $0.rows } }

    /// Changes what happens to the transactions from now on.
    package func become(_ manner: Manner) { state.withLock { $0.manner = manner } }

    package func record(
        _ transaction: LedgerTransaction, completion: @escaping @Sendable (LedgerOutcome) -> Void
    ) {
        transactions.append(transaction)
        let outcome: LedgerOutcome? = state.withLock { state in
            for record in transaction.records {
                // In memory nothing can fail but a sum that no site reaches.
                state.rows += (try? state.settler.apply(record, in: &state.pages)) ?? []
            }
            switch state.manner {
            case .durableAtOnce:
                return Self.durable(&state)
            case .blocked(let reason):
                return .blocked(reason)
            case .waiting:
                state.waiting.append(completion)
                return nil
            }
        }
        if let outcome { completion(outcome) }
    }

    /// Makes every waiting transaction durable, in order.
    package func finishAll() {
        let finished = state.withLock { state in
            let completions = state.waiting
            state.waiting = []
            return completions.map { (completion: $0, outcome: Self.durable(&state)) }
        }
        for entry in finished { entry.completion(entry.outcome) }
    }

    /// A head that differs from row to row, without being a digest of anything.
    private static func durable(_ state: inout State) -> LedgerOutcome {
        state.durableCount += 1
        let digits = String(state.durableCount, radix: 16)
        return .durable(
            head: String(repeating: "0", count: 64 - digits.utf8.count) + digits,
            today: state.settler.today)
    }
}
