package import SitePorts
import GridMarket
package import CurtailmentEngine
package import GridUnits
package import Settlement

/// The loop's logic without the loop: takes what arrives, asks the engine, and hands the effects off.
///
/// Everything is called on one thread and returns at once. Time comes from the injected clock and from ``nextDeadline``,
/// so that tests drive it without waiting.
package struct SiteController {
    /// The ports through which the controller acts.
    package struct Ports: Sendable {
        /// The miners.
        package let fleet: any FleetCommanding
        /// The ledger.
        package let ledger: any LedgerRecording
        /// The journal and the service manager.
        package let service: any ServiceReporting
        /// Both clocks.
        package let clock: SiteClock
        /// Called from the ledger's thread with the batch that is done; brings it back to the loop's thread.
        package let recorded: @Sendable (Int64, LedgerOutcome) -> Void
        /// Called on the loop's thread with every change of the curtailment event; has to return at once.
        package let eventChanged: @Sendable (CurtailmentEvent) -> Void

        /// The ports of a site; tests give their own.
        package init(
            fleet: any FleetCommanding, ledger: any LedgerRecording, service: any ServiceReporting,
            clock: SiteClock, recorded: @escaping @Sendable (Int64, LedgerOutcome) -> Void,
            eventChanged: @escaping @Sendable (CurtailmentEvent) -> Void = { _ in }
        ) {
            self.fleet = fleet
            self.ledger = ledger
            self.service = service
            self.clock = clock
            self.recorded = recorded
            self.eventChanged = eventChanged
        }
    }

    /// The engine that decides.
    package internal(set) var engine: CurtailmentEngine
    /// The units as they are known.
    package internal(set) var view: FleetView
    /// The settlement of the present operating day, as the ledger last said.
    package internal(set) var today = DayTotals()
    /// Where each source stands, by name.
    package internal(set) var sources: [String: SourceCondition] = [:]
    /// Digest of the newest row known to be durable.
    package internal(set) var ledgerHead: String?

    let ports: Ports
    /// The configuration's part of what is recorded as policy.
    var terms: PolicyRecord
    /// The interval the last pass was in: its end is recorded, so that settlement goes on though nothing arrives.
    var interval: SettlementInterval
    var watches: [String: FrequencyWatch] = [:]
    var lastFrequency: (source: String, sample: FrequencySample)?
    var disturbances = DisturbanceRecorder()
    var pending: [LedgerRecord] = []
    var pendingSamples: [SampleBlock] = []
    var pendingUnits: [(unit: String, order: FleetOrder.Action?)] = []
    var isMemoryPending = false
    var lastInputAt: MonotonicInstant?
    var batches = BatchBook()
    var clockOffset: Int64
    var journalledAlarms: [Alarm] = []
    /// The event whose beginning is in the journal.
    var begunEvent: Int64?
    var heads = HeadJournal()
    var statusLine = ""
    var journalledDecision: Decision?
    /// When the fleet view is asked again for a report.
    var viewFlushAt: MonotonicInstant?
    /// When inputs that decided nothing are written.
    var recordsFlushAt: MonotonicInstant?

    /// How long readings are gathered into one fleet report.
    static let viewFlushAfter = TimeSpan.milliseconds(250)
    /// How long inputs that decided nothing wait to be written together.
    static let recordsFlushAfter = TimeSpan.seconds(1)
    /// A silent site records its clock this often, so that a gap in the ledger is time in which nobody watched.
    static let heartbeatEvery = TimeSpan.seconds(60)
    /// Records gathered in memory before they are handed to the ledger whatever the time.
    static let recordLimit = 512

    /// A site that has not started yet.
    package init(terms: PolicyRecord, ports: Ports) {
        self.ports = ports
        self.terms = terms
        engine = CurtailmentEngine(policy: terms.policy)
        view = FleetView(policy: terms.policy)
        let reading = ports.clock.read()
        interval = SettlementInterval(containing: reading.utc)
        clockOffset = reading.utc.nanosecondsSinceEpoch - reading.monotonic.nanoseconds
    }

    /// When to call ``passTimers()`` though nothing has arrived.
    package var nextDeadline: MonotonicInstant? {
        var earliest = engine.nextDeadline
        // What returns by itself does so right after its moment: an input of the same moment comes first.
        let afterReturn = engine.nextReturn?.advanced(by: TimeSpan(nanoseconds: 1))
        for deadline in [afterReturn, viewFlushAt, recordsFlushAt, heads.due] {
            guard let deadline else { continue }
            earliest = earliest.map { min($0, deadline) } ?? deadline
        }
        return earliest
    }
}
