import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement

/// Money and records of a replay: the same settlement as the daemon's, with its pages in memory.
struct ReplayBooks {
    private var settler = Settler()
    private var pages = MemoryPages()
    private let ledger: Ledger?
    private var pending: [LedgerRecord] = []

    /// Records written in one transaction.
    private static let batch = 20_000

    init(terms: PolicyRecord, ledgerPath: String?, at start: UTCInstant) throws {
        ledger = try ledgerPath.map { try Ledger(path: $0) }
        try record(.policy(terms, at: start))
    }

    /// The settlement so far.
    var totals: SettledTotals { settler.totals }

    mutating func record(_ input: EngineInput, _ output: EngineOutput) throws {
        try record(.input(input))
        if let decision = output.decision { try record(.decision(decision)) }
        if let event = output.event { try record(.event(event, at: input.at)) }
    }

    /// Records a row, and what settlement makes of it right after it.
    mutating func record(_ row: LedgerRecord) throws {
        guard ledger != nil else { return try settler.sum(row, in: &pages) }
        pending.append(row)
        pending.append(contentsOf: try settler.apply(row, in: &pages))
        if pending.count >= Self.batch { try write() }
    }

    /// Writes what is left, after settling what no price came for.
    mutating func finish(at end: UTCInstant) throws {
        try record(
            .load([], at: end.advanced(bySeconds: Settler.patienceSeconds + SettlementInterval.lengthSeconds))
        )
        guard let ledger else { return }
        try write()
        try ledger.close()
    }

    private mutating func write() throws {
        try ledger?.append(pending)
        pending.removeAll(keepingCapacity: true)
    }
}
