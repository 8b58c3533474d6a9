import GridUnits
import ServiceManager
import SiteDaemon
import SiteLoop
import SitePorts
import SiteReports
import HostSystem

/// The daemon's voice in the demo: what the service would write to the journal, for a person.
final class DemoNarrator: ServiceReporting {
    let screen: DemoScreen
    private let clock: DemoClock
    private let readiness: AsyncStream<Void>
    private let becameReady: AsyncStream<Void>.Continuation
    /// Entries that say that something is wrong.
    private let troubles = Monitor<[String]>([])
    /// The subject of the decision told last.
    private let lastMatter = Monitor<[String]>([])

    init(screen: DemoScreen, clock: DemoClock) {
        self.screen = screen
        self.clock = clock
        (readiness, becameReady) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Tells something at the market's present time.
    func tell(_ text: String, mark: String, _ emphasis: DemoScreen.Emphasis = .plain) {
        let time = SyntheticDay.timeOfDay(
            SyntheticDay.midnight.advanced(byNanoseconds: clock.sinceMidnight.nanoseconds))
        let padding = String(repeating: " ", count: max(0, 9 - mark.count))
        screen.line(text, label: "\(time) \(mark)\(padding)", emphasis)
    }

    /// Errors that the daemon reported, oldest first.
    var reportedErrors: [String] { troubles.withLock { $0 } }

    /// Waits until the daemon says that it is ready.
    func waitUntilReady() async {
        for await _ in readiness { return }
    }

    /// The message for the service manager.
    func notify(_ report: ServiceNotifier.Report) {
        if report == .ready { becameReady.yield() }
    }

    func write(_ entry: JournalEntry) {
        if entry.priority.rawValue <= JournalEntry.Priority.error.rawValue {
            troubles.withLock { $0.append(entry.text) }
        }
        switch entry.message {
        case .started, .stopping, .ledgerHead: break
        case .curtailmentBegan: if isNews(entry) { tell(entry.text, mark: "DECIDED", .decision) }
        case .curtailmentChanged:
            if isNews(entry) { tell(entry.text, mark: "DECIDED", .decision) }
        case .curtailmentRestoring: tell(entry.text, mark: "RESTORE", .good)
        case .curtailmentEnded: tell(entry.text, mark: "ENDED", .good)
        case .frequencyTrip: tell(entry.text, mark: "TRIP", .urgent)
        case .manualCommand, .modeChanged: tell(entry.text, mark: "OPERATOR", .strong)
        case .sourceState, .configuration: tell(entry.text, mark: "NOTE", .faint)
        case .unitFailure, .ledgerState, .clockStepped, .alarm:
            tell(entry.text, mark: "ALARM", entry.priority == .notice ? .plain : .urgent)
        }
    }

    /// The steps of a return are seen in the load; what another demand or another state changes is worth telling.
    private func isNews(_ entry: JournalEntry) -> Bool {
        guard entry.fields[.program] != nil else { return false }
        let matter =
            [JournalField.event, .program, .reason, .price].map { entry.fields[$0] ?? "" }
            + [entry.text.contains(" is active") ? "active" : ""]
        return lastMatter.withLock { last in
            defer { last = matter }
            return last != matter
        }
    }

    func setStatus(_ line: String) {}

    func passFinished() {}
}
