package import SitePorts
package import CurtailmentEngine
package import GridUnits
package import HostSystem

/// The fleet: every unit of the configuration, commanded and read on one thread of its own.
///
/// `start()` once, then `perform` and `read` from any thread, then `shutdown()`. Deadlines, retries and the
/// pace of polls run by the host's boot clock; the injected clock stamps readings and moves simulated units.
package final class MinerFleet: FleetCommanding {
    private enum Phase {
        case made
        case running(HostThread)
        case ended
    }

    private let phase = Monitor(Phase.made)
    private let mailbox: FleetMailbox
    private let calls: CallBoard
    private let events: EventPoll
    private let loop: Monitor<FleetLoop>
    private let tuning: FleetTuning
    private let clock: @Sendable () -> MonotonicInstant
    private let receiver: ReadingReceiver

    /// Makes a fleet that does nothing yet.
    ///
    /// - Parameters:
    ///   - settings: the units, in the order of the policy.
    ///   - tuning: how it paces itself.
    ///   - drivers: the drivers that the groups may name.
    ///   - clock: the clock of the decision loop; called on the fleet's thread and on that of an urgent order.
    ///   - receiver: takes readings, in batches, on the fleet's thread; it must return at once.
    /// - Throws: ``HostFailure`` when the process has no descriptor left.
    package init(
        settings: FleetSettings, tuning: FleetTuning = FleetTuning(),
        drivers: [DriverKind] = DriverKind.all,
        clock: @escaping @Sendable () -> MonotonicInstant, receiver: @escaping ReadingReceiver
    ) throws(HostFailure) {
        self.tuning = tuning
        self.clock = clock
        self.receiver = receiver
        mailbox = try FleetMailbox(limit: tuning.mailboxLimit)
        calls = CallBoard(signal: mailbox.signal)
        events = try EventPoll()
        try events.add(mailbox.signal, token: FleetLoop.signalToken)
        loop = Monitor(
            FleetLoop(
                settings: settings, tuning: tuning, drivers: drivers, mailbox: mailbox, calls: calls,
                events: events, clock: clock))
    }

    /// Starts the thread, and the polling with it; has no effect when called again.
    ///
    /// - Throws: ``HostFailure``.
    package func start() throws(HostFailure) {
        try phase.withLock { phase throws(HostFailure) in
            guard case .made = phase else { return }
            loop.withLock { $0.begin() }
            phase = .running(try HostThread(name: "fleet") { [self] in run() })
        }
    }

    /// Makes the calls of drivers that make them; a child task of whoever owns the fleet.
    ///
    /// Returns after ``shutdown(drain:)``, or when its task is cancelled. Nobody else makes the calls: without it
    /// they pass their deadlines.
    package func serveCalls() async { await calls.serve() }

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
        calls.finish()
    }

    /// Takes new settings at the next look; orders given from now on mean their units.
    ///
    /// A unit of the same group and id keeps its session, its open order and its simulated power.
    package func replace(_ settings: FleetSettings) { post(.settings(settings)) }

    /// Hands an order off; the first connections of an urgent one are opened before this returns.
    ///
    /// They are opened without waiting, and only where the fleet's thread is idle: what is urgent then waits neither
    /// for that thread to be scheduled nor for what its giver does next.
    package func perform(_ order: FleetOrder) { post(.order(order), isUrgent: order.urgency == .urgent) }

    package func read(_ units: [Int]) { post(.read(units)) }

    private func post(_ message: FleetMailbox.Message, isUrgent: Bool = false) {
        let (displaced, wakes) = mailbox.post(message)
        if isUrgent { _ = loop.withLockIfFree { $0.beginUrgently() } }
        if wakes { mailbox.signal.raise() }
        if let displaced { report(displaced) }
    }

    private func report(_ displaced: FleetMailbox.Message) {
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

    /// The fleet's thread; the lock is free while it waits and while it hands readings on.
    private func run() {
        var ready = ReadyTokens(capacity: 128)
        while true {
            let (step, found) = loop.withLock { ($0.advance(), $0.takeReadings()) }
            if !found.isEmpty { receiver(found) }
            switch step {
            case .end: return
            case .wait(let milliseconds): events.wait(milliseconds: milliseconds, into: &ready)
            }
            let answers = loop.withLock { loop in
                loop.handle(ready)
                return loop.takeReadings()
            }
            if !answers.isEmpty { receiver(answers) }
        }
    }
}
