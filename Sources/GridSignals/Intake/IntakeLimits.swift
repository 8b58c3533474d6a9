package import GridUnits

/// How old, how early and how many: what the intake accepts of signals that are themselves plausible.
package struct IntakeLimits: Hashable, Sendable {
    /// A frequency sample may be so far ahead of our clock.
    package var frequencyAhead: TimeSpan = .seconds(5)
    package var otherAhead: TimeSpan = .seconds(300)
    /// A day-ahead price may begin so far ahead.
    package var dayAheadAhead: TimeSpan = .seconds(172_800)
    /// A frequency sample older than this at its receipt is history.
    package var frequencyAge: TimeSpan = .seconds(5)
    /// Other signals; for prices and awards counted from the end of their span.
    package var otherAge: TimeSpan = .seconds(86_400)
    /// Things whose last value is remembered, for each source; the oldest is forgotten beyond it.
    package var trackedKeys = 4_096
    /// Names by which senders of one source call themselves; beyond it they share one.
    package var senders = 64

    package init() {}
}

/// The two clocks, asked once for each line or datagram.
package struct SignalClock: Sendable {
    package let utc: @Sendable () -> UTCInstant
    package let monotonic: @Sendable () -> MonotonicInstant

    package init(
        utc: @escaping @Sendable () -> UTCInstant, monotonic: @escaping @Sendable () -> MonotonicInstant
    ) {
        self.utc = utc
        self.monotonic = monotonic
    }
}
