import SitePorts
import GridMarket
import SignalIntake
import NIOCore
import SiteLoop
import CurtailmentEngine
import GridUnits
import HostSystem
import LedgerStore
import ServiceManager

extension SiteDaemon {
    /// A POSIX signal: the same as the command, from whoever the kernel says sent it.
    func received(_ signal: ReceivedProcessSignal) {
        switch signal.kind {
        case .curtailEverything: command(.curtail(.everything, for: nil), signal)
        case .curtailPercent(let percent): command(.curtail(.percent(percent), for: nil), signal)
        case .release: command(.release, signal)
        case .reload: reload(issuer: signal.issuer) { _ in }
        case .stop:
            reporter.write(JournalEntry(.stopping, .notice, "Stop asked for by \(signal.issuer)."))
            stop()
        }
    }

    private func command(_ action: OperatorCommand.Action, _ signal: ReceivedProcessSignal) {
        let command = OperatorCommand(action: action, issuer: signal.issuer, reason: "")
        eventLoop.execute { [controlLoop] in
            controlLoop.assumeIsolated { loop in loop.with { _ = $0.take(command) } }
        }
    }

    func stoppingText(_ action: HostSettings.StopAction) -> String {
        switch action {
        case .hold: "Stopping: the load is left as it is (on_stop: hold); the next start resumes."
        case .restore:
            "Stopping: what we put to sleep is woken (on_stop: restore), unless an obligation holds it."
        }
    }

    /// Leaves the load as the site wants it at a stop.
    func stopLoad(_ action: HostSettings.StopAction) async {
        guard action == .restore else { return }
        let reason = "curtaild stops with on_stop: restore"
        await controlLoop.with { controller in
            controller.take(
                OperatorCommand(
                    action: .override(.price, for: .seconds(3_600)), issuer: "curtaild", reason: reason))
            controller.take(OperatorCommand(action: .release, issuer: "curtaild", reason: reason))
        }
    }

    /// Once a minute the ledger is told how the sources fare, off the decision loop.
    func noteSources() {
        let now = clock.monotonic()
        guard sourcesNotedAt.isDue(at: now) else { return }
        let utc = clock.utc()
        let sources = listeners.statistics(now: now).map { LedgerSource($0, at: utc) }
        housekeeping.perform { [ledger] in
            // A ledger that cannot be written has its own alarm; the counts come again in a minute.
            try? ledger.recordSources(sources)
        }
    }
}
