package import SitePorts
import HostSystem

/// A service manager that remembers what it was told.
package final class RecordingService: ServiceReporting {
    /// The journal's entries in order.
    package let entries = Recorded<JournalEntry>()
    /// The lines that the service manager was told, in order.
    package let statusLines = Recorded<String>()
    private let passes = Monitor(0)

    package init() {}

    /// How often a pass of the decision loop finished.
    package var passCount: Int { passes.withLock { $0 } }

    package func write(_ entry: JournalEntry) { entries.append(entry) }

    package func setStatus(_ line: String) { statusLines.append(line) }

    package func passFinished() { passes.withLock { $0 += 1 } }

    /// The entries of one kind, in order.
    package func entries(of message: JournalMessage) -> [JournalEntry] {
        entries.all.filter { $0.message == message }
    }
}
