import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement

/// The revisions of the month: intervals settled anew in it, or later for an interval of it.
struct RevisionFacts {
    /// The first of them, at most ``shown``.
    let revisions: [LedgerRevision]
    let count: Int

    static let shown = 200

    init(_ reader: LedgerReader, month: StatementMonth) throws {
        var revisions: [LedgerRevision] = []
        var count = 0
        try reader.revisions(from: month.start) { revision in
            let start = revision.after.interval?.start
            let isOfMonth = start.map { $0 >= month.start && $0 < month.end } ?? false
            guard revision.recordedAt < month.end || isOfMonth else { return }
            count += 1
            if revisions.count < Self.shown { revisions.append(revision) }
        }
        self.revisions = revisions
        self.count = count
    }
}
