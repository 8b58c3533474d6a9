package import GridUnits

/// The two clocks, injected: monotonic for dwell and deadlines, UTC for records and market keys.
package struct SiteClock: Sendable {
    /// Both clocks at one moment.
    package struct Reading: Hashable, Sendable {
        /// The time since boot.
        package let monotonic: MonotonicInstant
        /// The wall clock.
        package let utc: UTCInstant

        package init(monotonic: MonotonicInstant, utc: UTCInstant) {
            self.monotonic = monotonic
            self.utc = utc
        }
    }

    /// Reads the time since boot.
    package let monotonic: @Sendable () -> MonotonicInstant
    /// Reads the wall clock.
    package let utc: @Sendable () -> UTCInstant
    /// Both at once, where they are compared with each other.
    package let read: @Sendable () -> Reading
    /// How long the host has to wait for a span of this clock to pass; the same but for a clock that runs faster.
    package let realSpan: @Sendable (TimeSpan) -> TimeSpan

    /// A clock of two readings; tests give their own.
    package init(
        monotonic: @escaping @Sendable () -> MonotonicInstant, utc: @escaping @Sendable () -> UTCInstant
    ) {
        self.monotonic = monotonic
        self.utc = utc
        read = { Reading(monotonic: monotonic(), utc: utc()) }
        realSpan = { $0 }
    }

    /// Makes a clock that runs at its own speed.
    ///
    /// - Parameters:
    ///   - read: both clocks, which follow from one.
    ///   - realSpan: the host's time from now until a span of this clock has passed.
    package init(
        read: @escaping @Sendable () -> Reading, realSpan: @escaping @Sendable (TimeSpan) -> TimeSpan
    ) {
        monotonic = { read().monotonic }
        utc = { read().utc }
        self.read = read
        self.realSpan = realSpan
    }
}
