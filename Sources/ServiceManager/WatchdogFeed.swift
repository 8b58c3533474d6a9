package import GridUnits
import HostSystem

/// Decides which finished passes of the decision loop are reported to the watchdog.
///
/// It has no timer of its own: a loop that no longer finishes passes must look stuck.
package final class WatchdogFeed: Sendable {
    /// A report is due after this long; the loop has to finish a pass at least this often, also when idle.
    package let period: TimeSpan
    private let lastReport = Monitor<MonotonicInstant?>(nil)

    /// Makes a feed for the manager's interval.
    ///
    /// - Parameter interval: after which silence means stuck; a quarter of it leaves room for three late reports.
    package init(interval: TimeSpan) {
        period = TimeSpan(nanoseconds: max(1_000_000, interval.nanoseconds / 4))
    }

    /// Notes a finished pass.
    ///
    /// - Parameter now: on the monotonic clock.
    /// - Returns: whether this one is to be reported.
    package func isReportDue(at now: MonotonicInstant) -> Bool {
        lastReport.withLock { last in
            if let earlier = last, now.since(earlier) < period { return false }
            last = now
            return true
        }
    }
}
