package import CurtailmentEngine
package import Settlement

/// Records in order, on its own thread, durably; never blocks the caller.
///
/// Records are settled by the way: interval rows and claims follow in the same transaction.
package protocol LedgerRecording: Sendable {
    /// Queues one transaction.
    ///
    /// - Parameters:
    ///   - transaction: what becomes durable together, or not at all.
    ///   - completion: called once, on any thread, when the transaction is durable or has been refused.
    func record(_ transaction: LedgerTransaction, completion: @escaping @Sendable (LedgerOutcome) -> Void)
}

/// Records that become durable together.
package struct LedgerTransaction: Sendable {
    /// Rows in the order in which they happened.
    package var records: [LedgerRecord]
    /// Raw samples of a disturbance: kept beside the chain, with their digests in it behind the rows.
    package var samples: [SampleBlock]
    /// Replaces the remembered engine state, when given.
    package var memory: EngineMemory?
    /// `group/unit` of units with what they are told; nil of one that we woke and that runs again.
    package var units: [(unit: String, order: FleetOrder.Action?)]

    package init(
        _ records: [LedgerRecord], samples: [SampleBlock] = [], memory: EngineMemory? = nil,
        units: [(unit: String, order: FleetOrder.Action?)] = []
    ) {
        self.records = records
        self.samples = samples
        self.memory = memory
        self.units = units
    }
}

/// The fate of one transaction.
package enum LedgerOutcome: Hashable, Sendable {
    /// Durable: the digest of the newest row, 64 lower-case hexadecimal digits, and what is settled of the day by now.
    case durable(head: String, today: DayTotals)
    /// Kept in bounded memory and retried; the text says why and what to do.
    case blocked(String)
}
