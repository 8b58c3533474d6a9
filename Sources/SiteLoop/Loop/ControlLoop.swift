package import SitePorts
package import GridMarket
package import CurtailmentEngine
import GridUnits
package import NIOCore
package import Settlement

/// The one thread that decides: an actor whose executor is an event loop.
///
/// Channel handlers on that loop enter it synchronously with `assumeIsolated`; everything else awaits it. There are no
/// locks, and what arrived first is decided first.
package actor ControlLoop {
    private let eventLoop: any EventLoop
    private let executor: any SerialExecutor
    /// The site that the loop moves.
    package internal(set) var controller: SiteController
    private var timer: Scheduled<Void>?
    private var timerDue: MonotonicInstant?
    private var isStopped = false
    /// The longest time between two looks at the clock, and the beat of the watchdog.
    private static let heartbeat = TimeSpan.seconds(1)

    /// Runs on the event loop's own thread.
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        // The event loop outlives the actor: the daemon stops its loops last.
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Makes the loop around a controller.
    ///
    /// - Parameters:
    ///   - eventLoop: a loop of NIOPosix, which is its own serial executor.
    ///   - controller: not started yet.
    package init(on eventLoop: any EventLoop, controller: SiteController) {
        self.eventLoop = eventLoop
        executor = eventLoop.executor
        self.controller = controller
    }

    /// Takes up where the ledger says the run before stopped, and begins to look at the clock.
    package func start(_ recovery: Recovery, today: DayTotals) {
        controller.start(recovery, today: today)
        pass()
    }

    /// Does something with the controller and looks at what became due.
    package func with<Result>(_ body: (inout SiteController) -> Result) -> Result {
        let result = body(&controller)
        schedule()
        return result
    }

    /// Stops looking at the clock and writes what is left.
    package func stop() {
        isStopped = true
        timer?.cancel()
        controller.finish()
    }

    private func pass() {
        timer = nil
        timerDue = nil
        guard !isStopped else { return }
        controller.passTimers()
        schedule()
    }

    /// Keeps one timer, for whatever is due first.
    private func schedule() {
        guard !isStopped else { return }
        let clock = controller.ports.clock
        let (now, deadline) = Self.deadline(of: &controller)
        let latest = now.advanced(by: Self.heartbeat)
        let due = min(deadline ?? latest, latest)
        if let timerDue, timerDue <= due { return }
        timer?.cancel()
        timerDue = due
        let wait = TimeAmount.nanoseconds(max(0, clock.realSpan(due.since(now)).nanoseconds))
        timer = eventLoop.assumeIsolated().scheduleTask(in: wait) { self.assumeIsolated { $0.pass() } }
    }

    /// Looks at the controller in place: reading a property of it through the actor would copy the whole of it.
    private static func deadline(
        of controller: inout SiteController
    ) -> (now: MonotonicInstant, deadline: MonotonicInstant?) {
        (controller.ports.clock.monotonic(), controller.nextDeadline)
    }
}

/// Lets adapters on the loop's own thread hand in what they received.
package struct LoopSignalReceiver: SignalReceiving {
    private let loop: ControlLoop

    package init(loop: ControlLoop) { self.loop = loop }

    package func receive(_ sample: FrequencySample, from source: String) {
        loop.assumeIsolated { loop in loop.with { $0.accept(sample, from: source) } }
    }

    package func receive(_ signal: StampedSignal) {
        loop.assumeIsolated { loop in loop.with { $0.accept(signal) } }
    }

    package func sourceChanged(_ source: String, to condition: SourceCondition, because reason: String) {
        loop.assumeIsolated { loop in
            loop.with { $0.sourceChanged(source, to: condition, because: reason) }
        }
    }
}
