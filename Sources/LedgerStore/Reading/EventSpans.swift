import GRDB

/// Finds the event of an interval; asked in the order of the intervals.
struct EventSpans {
    private struct Span {
        let id: Int64
        let start: String
        let end: String?
        let isShadow: Bool
        let program: String
    }

    private let spans: [Span]
    private var first = 0

    /// Reads the events that touch a span; instants as the ledger writes them, which compare as they follow.
    init(_ database: Database, from start: String?, until end: String?) throws {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT id, started_at_utc, ended_at_utc, shadow, programs FROM events
                WHERE (?1 IS NULL OR ended_at_utc IS NULL OR ended_at_utc > ?1)
                    AND (?2 IS NULL OR started_at_utc < ?2)
                ORDER BY started_at_utc, id
                """,
            arguments: [start, end])
        spans = rows.map { row in
            let programs: String = row["programs"]
            return Span(
                id: row["id"], start: row["started_at_utc"], end: row["ended_at_utc"],
                isShadow: row["shadow"], program: String(programs.prefix { $0 != "," }))
        }
    }

    /// The first event that stood in an interval, before others one that is as real or as hypothetical as asked for.
    ///
    /// - Parameters:
    ///   - start: of the interval; never earlier than the one asked for before.
    ///   - end: of the interval, exclusive.
    ///   - isShadow: whether what would have been is asked for.
    /// - Returns: the event's number and its first program; nil when nothing was curtailed.
    mutating func event(from start: String, until end: String, isShadow: Bool) -> (
        id: Int64, program: String
    )? {
        while first < spans.count, let over = spans[first].end, over <= start { first += 1 }
        var other: Span?
        for span in spans[first...] {
            guard span.start < end else { break }
            if let over = span.end, over <= start { continue }
            if span.isShadow == isShadow { return (span.id, span.program) }
            other = other ?? span
        }
        return other.map { ($0.id, $0.program) }
    }
}
