package import SitePorts
package import CurtailmentEngine
package import GridUnits
package import HostSystem
import Synchronization

/// The fleet: every unit of the configuration, commanded and read on one thread of its own.
///
/// `start()` once, then `perform` and `read` from any thread, then `shutdown()`. Deadlines, retries and the
/// pace of polls run by the host's boot clock; the injected clock stamps readings and moves simulated units.
package final class MinerFleet: FleetCommanding {
    private enum Phase {
        case made(FleetSettings)
        case running(HostThread)
        case ended
    }

    private let phase: Mutex<Phase>
    private let mailbox: FleetMailbox
    private let tuning: FleetTuning
    private let clock: @Sendable () -> MonotonicInstant
    private let receiver: ReadingReceiver

    /// Makes a fleet that does nothing yet.
    ///
    /// - Parameters:
    ///   - settings: the units, in the order of the policy.
    ///   - tuning: how it paces itself.
    ///   - clock: the clock of the decision loop; called on the fleet's thread.
    ///   - receiver: takes readings, in batches, on the fleet's thread; it must return at once.
    /// - Throws: ``SystemFailure`` when the process has no descriptor left.
    package init(
        settings: FleetSettings, tuning: FleetTuning = FleetTuning(),
        clock: @escaping @Sendable () -> MonotonicInstant, receiver: @escaping ReadingReceiver
    ) throws(SystemFailure) {
        self.tuning = tuning
        self.clock = clock
        self.receiver = receiver
        mailbox = try FleetMailbox(limit: tuning.mailboxLimit)
        phase = Mutex(.made(settings))
    }

    /// Starts the thread, and the polling with it; has no effect when called again.
    ///
    /// - Throws: ``SystemFailure``.
    package func start() throws(SystemFailure) {
        try phase.withLock { phase throws(SystemFailure) in
            switch phase {
            case .running, .ended: return
            case .made(let settings):
                // Tried here, because the thread has nobody to report to.
                _ = try EventPoll(batch: 1)
                let (mailbox, tuning, clock, receiver) = (mailbox, tuning, clock, receiver)
                let thread = try HostThread(name: "fleet") {
                    guard let events = try? EventPoll(batch: 128),
                        (try? events.add(mailbox.signal, token: FleetLoop.signalToken)) != nil
                    else { return }
                    let loop = FleetLoop(
                        settings: settings, tuning: tuning, mailbox: mailbox, events: events, clock: clock,
                        receiver: receiver)
                    loop.run()
                }
                phase = .running(thread)
            }
        }
    }

    /// Ends the thread and waits for it.
    ///
    /// - Parameter drain: how long orders, retries and logoffs that are open may still take.
    package func shutdown(drain: TimeSpan = .zero) {
        let thread = phase.withLock { phase -> HostThread? in
            defer { phase = .ended }
            guard case .running(let thread) = phase else { return nil }
            return thread
        }
        mailbox.stop(FleetMailbox.Stop(drainUntil: BootTime.nanoseconds + drain.nanoseconds))
        thread?.join()
    }

    /// Takes new settings at the next look; orders given from now on mean their units.
    ///
    /// A unit of the same group and id keeps its session, its open order and its simulated power.
    package func replace(_ settings: FleetSettings) { post(.settings(settings)) }

    package func perform(_ order: FleetOrder) { post(.order(order)) }

    package func read(_ units: [Int]) { post(.read(units)) }

    private func post(_ message: FleetMailbox.Message) {
        guard let displaced = mailbox.post(message) else { return }
        switch displaced {
        case .order(let order):
            let now = clock()
            let reason =
                "order of decision \(order.decision) gave way: \(tuning.mailboxLimit) messages waited for "
                + "the fleet; the next pass orders it again. Look for an overloaded host: curtailctl status"
            receiver(order.units.map { UnitReading(unit: $0, at: now, answer: .refused(reason)) })
        case .read, .settings: break
        }
    }
}
