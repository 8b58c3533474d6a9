package import SitePorts
import SiteLoop
import GridUnits
import HostSystem
package import MinerControl
package import ServiceManager

/// The surroundings of a daemon: its clocks, journal, pace, and the sockets and credentials handed to it.
package struct DaemonSurroundings: Sendable {
    let clock: SiteClock
    let reporter: any ServiceReporting
    /// Tells the service manager.
    let notify: @Sendable (ServiceNotifier.Report) -> Void
    let fleetTuning: FleetTuning
    let processSignals: ProcessSignals
    /// Listening sockets that the service manager has opened.
    let passed: [PassedSocket]

    package init(
        clock: SiteClock, reporter: any ServiceReporting,
        notify: @escaping @Sendable (ServiceNotifier.Report) -> Void,
        fleetTuning: FleetTuning, processSignals: ProcessSignals, passed: [PassedSocket]
    ) {
        self.clock = clock
        self.reporter = reporter
        self.notify = notify
        self.fleetTuning = fleetTuning
        self.processSignals = processSignals
        self.passed = passed
    }
}

extension DaemonSurroundings {
    /// The surroundings of the real service: the host's clocks, the journal and the service manager.
    ///
    /// - Throws: `PassedSocketFailure` when the manager's sockets cannot be taken over.
    static func service(
        journal: Journal, processSignals: ProcessSignals
    ) throws(PassedSocketFailure) -> DaemonSurroundings {
        let notifier = ServiceNotifier()
        let reporter = ServiceReporter(journal: journal, notifier: notifier)
        return DaemonSurroundings(
            clock: SiteClock(
                monotonic: { MonotonicInstant(nanoseconds: BootTime.nanoseconds) },
                utc: { UTCInstant(nanosecondsSinceEpoch: WallClock.nanoseconds) }),
            reporter: reporter,
            notify: { report in
                do {
                    try notifier.send(report)
                } catch {
                    reporter.write(JournalEntry(.alarm, .warning, "\(error)"))
                }
            }, fleetTuning: FleetTuning(), processSignals: processSignals, passed: try PassedSocket.all())
    }
}
