package import GridUnits

/// A curtailment whose baseline is asked for.
package struct BaselineEvent: Hashable, Sendable {
    /// When the instruction was given: what was drawn before it was drawn freely.
    package let start: UTCInstant
    /// The settlement intervals that need a baseline, in order.
    package let intervals: [SettlementInterval]

    package init(start: UTCInstant, intervals: [SettlementInterval]) {
        self.start = start
        self.intervals = intervals
    }

    /// The event over a stretch of time, with every interval that it touches.
    ///
    /// - Parameters:
    ///   - start: inclusive.
    ///   - end: exclusive; an event that ends before it starts has no intervals.
    package init(from start: UTCInstant, to end: UTCInstant) {
        var intervals: [SettlementInterval] = []
        var interval = SettlementInterval(containing: start)
        while interval.start < end {
            intervals.append(interval)
            let next = interval.next
            guard next.start > interval.start else { break }  // The end of the time line.
            interval = next
        }
        self.init(start: start, intervals: intervals)
    }
}
