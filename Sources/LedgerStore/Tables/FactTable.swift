import GridMarket
import GridUnits
import Settlement

/// Signals that say something about settlement intervals, which are found again by their spans.
extension GridSignal {
    /// A signal with the span of the intervals that it bears on.
    struct Spanned: Sendable {
        let signal: GridSignal
        let span: Range<UTCInstant>

        /// Most signals are about a day at most; the few longer ones are kept apart, so that looking up stays quick.
        static let shortNanoseconds: Int64 = 93_600_000_000_000
    }

    static let table = Table<Spanned>(
        "facts", key: "chain_seq",
        columns: [
            .sequence, Column("kind") { $0.signal.kind.rawValue },
            Column("subject") { IntervalFacts.subject(of: $0.signal) },
            Column("long") {
                $0.span.upperBound.nanoseconds(since: $0.span.lowerBound) > Spanned.shortNanoseconds
            },
            Column("start_utc") { $0.span.lowerBound }, Column("end_utc") { $0.span.upperBound },
        ],
        indexes: [
            "facts_by_start ON facts(long, start_utc)",
            "facts_by_subject ON facts(kind, subject) WHERE subject <> ''",
        ])
}

/// The signal among the facts; nil where it settles nothing.
extension StampedSignal: TabledContent {
    static let layout = GridSignal.table.layout

    var tableContent: TableContent? {
        IntervalFacts.span(of: signal).map {
            GridSignal.table.content(GridSignal.Spanned(signal: signal, span: $0))
        }
    }
}
