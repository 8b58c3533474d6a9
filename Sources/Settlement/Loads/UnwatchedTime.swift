import GridUnits

/// The time of open intervals in which nobody watched the load: before the first report, and while no daemon ran.
///
/// Nothing is booked for it, and an interval says how much of it is missing. An interval that nobody watched at all has
/// no energy and is not settled.
struct UnwatchedTime: Hashable, Sendable {
    /// So much of one interval.
    struct Part: Hashable, Sendable {
        let interval: SettlementInterval
        var nanoseconds: Int64
    }

    /// In the order in which they were noticed; intervals that close are forgotten.
    var parts: [Part] = []

    /// Adds a span: only the intervals that it begins and ends in have energy beside it.
    mutating func add(from start: UTCInstant, to end: UTCInstant) {
        guard start < end else { return }
        let first = SettlementInterval(containing: start)
        let last = SettlementInterval(containing: end)
        add(min(first.end, end).nanoseconds(since: start), to: first)
        if last != first { add(end.nanoseconds(since: last.start), to: last) }
    }

    private mutating func add(_ nanoseconds: Int64, to interval: SettlementInterval) {
        guard nanoseconds > 0 else { return }
        if let index = parts.firstIndex(where: { $0.interval == interval }) {
            parts[index].nanoseconds += nanoseconds
        } else {
            parts.append(Part(interval: interval, nanoseconds: nanoseconds))
        }
    }

    func time(of interval: SettlementInterval) -> TimeSpan {
        TimeSpan(nanoseconds: parts.first { $0.interval == interval }?.nanoseconds ?? 0)
    }

    mutating func forget(before instant: UTCInstant) { parts.removeAll { $0.interval.end <= instant } }
}
