package import CurtailmentEngine
package import GridUnits
package import Settlement

/// One row for the chained log.
package enum LedgerRecord: Hashable, Sendable {
    /// The policy that the inputs after it were decided under; written when it differs from the last one.
    case policy(SitePolicy, at: UTCInstant)
    case input(EngineInput)
    case decision(Decision)
    case event(CurtailmentEvent, at: UTCInstant)
    case interval(IntervalEnergy, price: EnergyPrice, at: UTCInstant)
    case claim(Claim, at: UTCInstant)
}

/// Records in order, on its own thread, durably; never blocks the caller.
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
    /// Durable; the digest of the newest row, 64 lower-case hexadecimal digits.
    case durable(head: String)
    /// Kept in bounded memory and retried; the text says why and what to do.
    case blocked(String)
}
