import CurtailmentEngine
import GridUnits
import HostSystem
import LedgerStore
package import MinerControl
import NIOCore
package import ServiceManager
import Settlement
import SiteLoop
package import SitePorts

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

/// The state that a start reads from the ledger.
struct Beginning {
    let recovery: Recovery
    /// Settlement at the newest row, with what is settled of the present operating day.
    let settler: Settler

    init(ledger: Ledger, at now: UTCInstant) throws {
        recovery = try ledger.recovery()
        var settler = try ledger.settler()
        let day = MarketTimeZone.centralPrevailing.operatingDay(of: now)
        settler.resume(today: try LedgerReader(path: ledger.path).totals(of: day))
        self.settler = settler
    }
}

/// Lets parts that were made before the decision loop hand in what they have, from any thread.
final class LoopHome: Sendable {
    private let eventLoop: any EventLoop
    private let held = Monitor<ControlLoop?>(nil)

    init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    /// Set once, before any part is started.
    var loop: ControlLoop? {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }

    /// Runs something on the loop's own thread, soon; what comes before the loop exists is dropped, for nothing runs.
    func enter(_ body: @escaping @Sendable (inout SiteController) -> Void) {
        eventLoop.execute { [self] in
            guard let loop else { return }
            loop.assumeIsolated { loop in loop.with(body) }
        }
    }
}

/// Says when a period has passed since it last said so.
final class Period: Sendable {
    private let length: TimeSpan
    private let last = Monitor<MonotonicInstant?>(nil)

    init(_ length: TimeSpan) { self.length = length }

    func isDue(at now: MonotonicInstant) -> Bool {
        last.withLock { last in
            if let last, now.since(last) < length { return false }
            last = now
            return true
        }
    }
}
