package import GridUnits

/// The two clocks, injected: monotonic for dwell and deadlines, UTC for records and market keys.
package struct SiteClock: Sendable {
    package let monotonic: @Sendable () -> MonotonicInstant
    package let utc: @Sendable () -> UTCInstant

    package init(
        monotonic: @escaping @Sendable () -> MonotonicInstant, utc: @escaping @Sendable () -> UTCInstant
    ) {
        self.monotonic = monotonic
        self.utc = utc
    }
}
