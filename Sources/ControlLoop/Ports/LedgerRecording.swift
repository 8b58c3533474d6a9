package import CurtailmentEngine
package import SiteSettlement

/// Records in order, on its own thread, durably; never blocks the caller.
///
/// What is recorded is settled by the way: interval rows and claims follow in the same transaction.
package protocol LedgerRecording: Sendable {
    /// Queues one transaction.
    ///
    /// - Parameters:
    ///   - records: rows in the order in which they happened.
    ///   - memory: replaces the remembered engine state in the same transaction, when given.
    ///   - units: `group/unit` of units that we put to sleep (true) or woke (false), in the same transaction.
    ///   - completion: called once, on any thread, when the transaction is durable or has been refused.
    func record(
        _ records: [LedgerRecord], memory: EngineMemory?, units: [(unit: String, isAsleep: Bool)],
        completion: @escaping @Sendable (LedgerOutcome) -> Void)
}

/// What became of one transaction.
package enum LedgerOutcome: Hashable, Sendable {
    /// Durable: the digest of the newest row, 64 lower-case hexadecimal digits, and what is settled of the day by now.
    case durable(head: String, today: DayTotals)
    /// Kept in bounded memory and retried; the text says why and what to do.
    case blocked(String)
}
