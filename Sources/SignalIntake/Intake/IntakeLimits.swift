package import GridUnits

/// How old, how early and how many: what the intake accepts of signals that are themselves plausible.
package struct IntakeLimits: Hashable, Sendable {
    /// A frequency sample may be so far ahead of our clock.
    package var frequencyAhead: TimeSpan = .seconds(5)
    package var otherAhead: TimeSpan = .seconds(300)
    /// A day-ahead price may begin so far ahead.
    package var dayAheadAhead: TimeSpan = .seconds(172_800)
    /// A price of capacity for a whole term, as ERS has them, may begin so far ahead.
    package var termAhead: TimeSpan = .seconds(92 * 86_400)
    /// A frequency sample older than this at its receipt is history.
    package var frequencyAge: TimeSpan = .seconds(5)
    /// Other signals; counted from the end of their span where they have one.
    package var otherAge: TimeSpan = .seconds(86_400)
    /// Prices, awards and usages of spans that ERCOT settles: the last scheduled settlement of an operating day is
    /// 180 days after it, and what it rests on is corrected until then.
    package var settlementAge: TimeSpan = .seconds(200 * 86_400)
    /// Things whose last value is remembered, for each source; the oldest is forgotten beyond it.
    package var trackedKeys = 4_096
    /// Names by which senders of one source call themselves; beyond it they share one.
    package var senders = 64

    package init() {}
}
