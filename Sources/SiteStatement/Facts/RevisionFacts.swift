import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement

/// What was settled anew in the month, or later for an interval of the month.
struct RevisionFacts {
    /// The first of them, at most ``shown``.
    let revisions: [LedgerRevision]
    let count: Int

    static let shown = 200

    init(_ reader: LedgerReader, month: StatementMonth) throws {
        var revisions: [LedgerRevision] = []
        var count = 0
        try reader.revisions(from: month.start) { revision in
            let interval = revision.interval
            let isOfMonth = interval.map { $0.start >= month.start && $0.start < month.end } ?? false
            guard revision.recordedAt < month.end || isOfMonth else { return }
            count += 1
            if revisions.count < Self.shown { revisions.append(revision) }
        }
        self.revisions = revisions
        self.count = count
    }
}

extension LedgerRevision {
    /// The interval that was settled anew.
    var interval: SettlementInterval? {
        switch after {
        case .interval(let settled, _): settled.energy.interval
        case .claim(let claim, _): claim.interval
        case .policy, .input, .decision, .event, .fact, .load, .basis: nil
        }
    }
}
