import GridMarket
import CurtailmentEngine
import GridUnits
import LedgerStore

/// The grid's frequency around one event of the under-frequency program.
struct FrequencyFacts {
    /// One recorded report of samples.
    struct Report: Hashable, Sendable {
        let at: UTCInstant
        let source: String
        let lowest: Frequency
        let highest: Frequency
        let samples: Int
        /// `crossed`, `recovered`, `implausible`; empty for a second that passed.
        let what: String
    }

    let event: CurtailmentEvent
    let span: (from: UTCInstant, until: UTCInstant)
    let reports: [Report]
    let threshold: Frequency?
    let recovery: Frequency?
    /// The first decision of the event, and the first at which the confirmed load was at the target.
    let decidedAt: UTCInstant?
    let confirmedAt: UTCInstant?
    /// How many raw samples of the span are still kept beside the chain.
    let rawSamples: Int64

    /// Events beyond these are listed and not drawn, so that a bad month is still a page.
    static let drawn = 40

    /// The first trips, at most ``drawn``; events of other programs are left out.
    static func all(
        _ reader: LedgerReader, events: [EventFacts], policies: [LedgerPolicy]
    ) throws -> [FrequencyFacts] {
        try events.lazy.map(\.event).filter(\.isTrip).prefix(drawn).map {
            try FrequencyFacts(reader, event: $0, policies: policies)
        }
    }

    private init(_ reader: LedgerReader, event: CurtailmentEvent, policies: [LedgerPolicy]) throws {
        self.event = event
        // The disturbance record: a minute before, a quarter of an hour after.
        let from = event.startedAt.advanced(byNanoseconds: -DisturbanceRecorder.before.nanoseconds)
        let until = event.startedAt.advanced(byNanoseconds: DisturbanceRecorder.after.nanoseconds)
        span = (from, until)
        var reports: [Report] = []
        try reader.inputs(of: [.frequency], from: from, until: until) { input in
            guard case .frequency(let report) = input.event else { return }
            reports.append(Report(report))
        }
        self.reports = reports.sorted { $0.at < $1.at }
        rawSamples = try reader.sampleCount(from: from, until: until)
        let policy = policies.policy(at: event.startedAt)?.underfrequency
        threshold = policy?.threshold
        recovery = policy?.recovery
        let steps = try reader.steps(from: from, until: until).filter { $0.event == event.id }
        decidedAt = steps.first?.at
        confirmedAt = try Self.confirmation(reader, steps, until: until, policies: policies)
    }

    /// When a decision or a fleet report first had the load at or below the target.
    private static func confirmation(
        _ reader: LedgerReader, _ steps: [LedgerStep], until end: UTCInstant, policies: [LedgerPolicy]
    ) throws -> UTCInstant? {
        guard let first = steps.first else { return nil }
        var found = steps.first { $0.confirmed <= $0.target }?.at
        try reader.inputs(of: [.fleet], from: first.at, until: end) { input in
            guard found.map({ input.at < $0 }) ?? true, let load = policies.confirmedLoad(input),
                load <= first.target
            else { return }
            found = input.at
        }
        return found
    }

    /// The lowest value, where it was read.
    var nadir: Report? { reports.filter { !$0.what.hasPrefix("implausible") }.min { $0.lowest < $1.lowest } }

    /// The sources in the order of their names.
    var sources: [String] { Set(reports.map(\.source)).sorted() }
}

extension FrequencyFacts.Report {
    fileprivate init(_ report: FrequencyReport) {
        switch report {
        case .crossed(let seen): self.init(seen, seen.frequency, "crossed")
        case .recovered(let seen): self.init(seen, seen.frequency, "recovered")
        case .second(let seen, let highest): self.init(seen, highest, "")
        case .implausible(let seen, let why): self.init(seen, seen.frequency, "implausible: \(why)")
        }
    }

    private init(_ seen: FrequencyReport.Observation, _ highest: Frequency, _ what: String) {
        self.init(
            at: seen.at, source: seen.source, lowest: seen.frequency, highest: highest, samples: seen.samples,
            what: what)
    }
}

extension CurtailmentEvent {
    /// Whether our under-frequency program held load down in it.
    var isTrip: Bool { programs.contains(.underfrequency) }
}
