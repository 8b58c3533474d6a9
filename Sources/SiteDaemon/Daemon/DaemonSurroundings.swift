import ControlLoop
import GridUnits
import HostSystem
import MinerControl
import ServiceManager

/// What a daemon stands in: its clocks, its voice, its pace, and what it was handed from outside.
struct DaemonSurroundings: Sendable {
    let clock: SiteClock
    let reporter: any ServiceReporting
    /// Tells the service manager.
    let notify: @Sendable (ServiceNotifier.Report) -> Void
    let fleetTuning: FleetTuning
    let processSignals: ProcessSignals
    /// Listening sockets that the service manager has opened.
    let passed: [PassedSocket]
}

extension DaemonSurroundings {
    /// Those of the real service: the host's clocks, the journal and the service manager.
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
