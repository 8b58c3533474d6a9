package import SitePorts
package import GridUnits
import HostSystem

/// The one voice of the daemon: entries to the journal, status and watchdog to the service manager.
package final class ServiceReporter: ServiceReporting {
    private let journal: Journal
    private let feed: WatchdogFeed?
    private let now: @Sendable () -> MonotonicInstant
    private let notify: @Sendable (ServiceNotifier.Report) -> Void
    private let status = Monitor("")

    /// Makes a reporter from its parts.
    ///
    /// - Parameters:
    ///   - journal: where entries go.
    ///   - watchdogInterval: the manager's; nil when nobody watches.
    ///   - now: the monotonic clock.
    ///   - notify: tells the manager.
    package init(
        journal: Journal, watchdogInterval: TimeSpan?, now: @escaping @Sendable () -> MonotonicInstant,
        notify: @escaping @Sendable (ServiceNotifier.Report) -> Void
    ) {
        self.journal = journal
        self.feed = watchdogInterval.map(WatchdogFeed.init)
        self.now = now
        self.notify = notify
    }

    /// Makes the reporter of this process.
    package convenience init(journal: Journal, notifier: ServiceNotifier = ServiceNotifier()) {
        let queue = ReportQueue { report in
            do {
                try notifier.send(report)
            } catch {
                // A manager that cannot be told finds out by the watchdog; the daemon's work goes on.
                guard report != .watchdog else { return }
                journal.write(JournalEntry(.alarm, .warning, "\(error)"))
            }
        }
        self.init(
            journal: journal, watchdogInterval: ServiceNotifier.watchdogInterval, now: { MonotonicClock.now },
            notify: queue.add)
    }

    package func write(_ entry: JournalEntry) { journal.write(entry) }

    package func setStatus(_ line: String) {
        let isNew = status.withLock { status in
            guard status != line else { return false }
            status = line
            return true
        }
        if isNew { notify(.status(line)) }
    }

    package func passFinished() {
        guard let feed, feed.isReportDue(at: now()) else { return }
        notify(.watchdog)
    }
}
