import SitePorts
import SiteLoop
import Dispatch
import LedgerStore
import HostSystem

/// The real ledger, which holds the simulated site back instead of refusing what it has no room for.
final class PacedLedger: LedgerRecording {
    private let writer: LedgerWriter
    /// Transactions under way at once; a site of the real world has a second for each.
    private let slots = DispatchSemaphore(value: 512)

    init(_ writer: LedgerWriter) { self.writer = writer }

    func record(_ transaction: LedgerTransaction, completion: @escaping @Sendable (LedgerOutcome) -> Void) {
        slots.wait()
        writer.record(transaction) { [slots] outcome in
            completion(outcome)
            slots.signal()
        }
    }
}

/// What the ledger has answered, on its way from its thread to the site's.
final class Answers: Sendable {
    private let waiting = Monitor<[(batch: Int64, outcome: LedgerOutcome)]>([])

    func add(_ batch: Int64, _ outcome: LedgerOutcome) { waiting.withLock { $0.append((batch, outcome)) } }

    func takeAll() -> [(batch: Int64, outcome: LedgerOutcome)] {
        waiting.withLock { list in
            defer { list = [] }
            return list
        }
    }
}
