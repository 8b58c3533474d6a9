/// A point on the host's monotonic clock, which counts suspended time; for dwell, deadlines and timers.
package struct MonotonicInstant: Hashable, Comparable, Sendable {
    /// Nanoseconds since an arbitrary origin (Linux: boot, CLOCK_BOOTTIME; replay: 1970).
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    package static func < (left: MonotonicInstant, right: MonotonicInstant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The instant a span later; saturates.
    package func advanced(by span: TimeSpan) -> MonotonicInstant {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(span.nanoseconds)
        return MonotonicInstant(nanoseconds: overflow ? (span.nanoseconds < 0 ? .min : .max) : sum)
    }

    /// The span from `earlier` to this instant; saturates.
    package func since(_ earlier: MonotonicInstant) -> TimeSpan {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        return TimeSpan(nanoseconds: overflow ? (self < earlier ? .min : .max) : difference)
    }
}

/// A length of time in whole nanoseconds: 64 bits, so that the frequency path stays cheap.
package struct TimeSpan: Hashable, Comparable, Sendable {
    /// The length; negative backwards.
    package var nanoseconds: Int64

    /// No time.
    package static let zero = TimeSpan(nanoseconds: 0)

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Whole seconds.
    package static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(nanoseconds: count * 1_000_000_000) }

    /// Whole milliseconds.
    package static func milliseconds(_ count: Int64) -> TimeSpan { TimeSpan(nanoseconds: count * 1_000_000) }

    package static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.nanoseconds < right.nanoseconds }

    package static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        TimeSpan(nanoseconds: left.nanoseconds + right.nanoseconds)
    }

    package static func - (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        TimeSpan(nanoseconds: left.nanoseconds - right.nanoseconds)
    }

    /// Seconds as decimal text, trailing zeros cut.
    package var decimalSeconds: String { DecimalText.format(Int128(nanoseconds), scale: 9) }
}
