package import CurtailmentEngine
package import GridMarket
import HostSystem
package import SitePorts

/// Takes signals as the decision loop would, and remembers them.
package final class RecordingReceiver: SignalReceiving {
    /// A frequency sample with the source that brought it.
    package struct Sample: Hashable, Sendable {
        /// The frequency with the sender's instant.
        package let sample: FrequencySample
        /// The source that brought it.
        package let source: String
    }

    /// A source that changed its condition.
    package struct Change: Hashable, Sendable {
        /// The source that changed.
        package let source: String
        /// Where it stands now.
        package let condition: SourceCondition
        /// The reason as the operator reads it.
        package let reason: String
    }

    /// The frequency samples in the order in which they came.
    package let samples = Recorded<Sample>()
    /// The other signals in the order in which they came.
    package let signals = Recorded<StampedSignal>()
    /// The changes of sources in the order in which they came.
    package let changes = Recorded<Change>()

    package init() {}

    package func receive(_ sample: FrequencySample, from source: String) {
        samples.append(Sample(sample: sample, source: source))
    }

    package func receive(_ signal: StampedSignal) { signals.append(signal) }

    package func sourceChanged(_ source: String, to condition: SourceCondition, because reason: String) {
        changes.append(Change(source: source, condition: condition, reason: reason))
    }
}

/// A fleet that remembers what it was asked and does nothing; answers are the test's to give.
package final class RecordingFleet: FleetCommanding {
    /// The orders in the order in which they came.
    package let orders = Recorded<FleetOrder>()
    /// The units that were asked for a reading, request by request.
    package let reads = Recorded<[Int]>()

    package init() {}

    package func perform(_ order: FleetOrder) { orders.append(order) }

    package func read(_ units: [Int]) { reads.append(units) }
}

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
