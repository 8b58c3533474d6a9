package import GridUnits
import HostSystem

/// The monotonic and the UTC clock of a test: they stand still until they are moved.
///
/// Safe to share between threads, so that the code under test and the test may hold the same clock.
package final class ManualClock: Sendable {
    private struct Reading: Sendable {
        var monotonic: MonotonicInstant
        var utc: UTCInstant
    }

    private let reading: Monitor<Reading>

    /// Starts both clocks; by default a little after boot, at noon UTC of a summer day.
    package init(
        utc: UTCInstant = UTCInstant(secondsSinceEpoch: 1_784_721_600),
        monotonic: MonotonicInstant = MonotonicInstant(nanoseconds: 1_000_000_000)
    ) {
        reading = Monitor(Reading(monotonic: monotonic, utc: utc))
    }

    /// The monotonic clock, which only a test moves.
    package var monotonic: MonotonicInstant { reading.withLock { $0.monotonic } }

    /// The wall clock, which only a test moves.
    package var utc: UTCInstant { reading.withLock { $0.utc } }

    /// Lets time pass on both clocks.
    package func advance(by span: TimeSpan) {
        precondition(span >= .zero, "time does not run backwards; stepWallClock(by:) does")
        reading.withLock { now in
            now.monotonic = now.monotonic.advanced(by: span)
            now.utc = now.utc.advanced(byNanoseconds: span.nanoseconds)
        }
    }

    /// Lets time pass until the UTC clock shows an instant that is not in its past.
    package func advance(to instant: UTCInstant) {
        advance(by: TimeSpan(nanoseconds: instant.nanoseconds(since: utc)))
    }

    /// Moves the UTC clock alone, as an operator or a time server does; a negative span is backwards.
    package func stepWallClock(by span: TimeSpan) {
        reading.withLock { $0.utc = $0.utc.advanced(byNanoseconds: span.nanoseconds) }
    }
}
