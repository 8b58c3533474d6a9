import GridMarket
import SiteRecord
import Crypto
import CurtailmentEngine
import SignalIntake
import GridUnits
import LedgerStore
import Settlement
import SiteConfiguration

/// Runs the live engine over history with a simulated fleet, and settles it.
package struct HistoryReplay {
    private let request: ReplayRequest
    private let course: ReplayCourse
    let timeline: ReplayTimeline
    let span: (from: UTCInstant, to: UTCInstant)
    private var engine: CurtailmentEngine
    private var fleet: SimulatedFleet
    private var books: ReplayBooks
    private var decisions = SHA256()
    private var inputs = SHA256()
    private var events = 0
    private var now: UTCInstant

    init(_ request: ReplayRequest, _ course: ReplayCourse = ReplayCourse()) throws {
        try request.requireNewLedger()
        self.request = request
        self.course = course
        var policy = request.configuration.policy
        policy.mode = .armed  // History is settled as armed, whatever the site's mode is now.
        timeline =
            try course.inputs?.timeline(for: policy) ?? ReplayTimeline(request, at: policy.settlementPoint)
        var known = timeline.pricedSpan
        if known == nil, request.from == nil || request.to == nil {
            // Read once more for its ends alone, which is why it is the last resort.
            known =
                try course.inputs?.frequencySpan ?? FrequencyHistory.span(of: request.frequencyFiles)
        }
        guard let from = request.from ?? known?.from, let to = request.to ?? known?.to else {
            throw ReplayFailure.unknownSpan
        }
        guard from < to else { throw ReplayFailure.emptySpan(from: from, to: to) }
        span = (from, to)
        now = from
        engine = CurtailmentEngine(policy: course.rival ?? policy)
        let simulation = request.configuration.simulation
        fleet = SimulatedFleet(policy: policy, shed: simulation.shed, wake: simulation.wake, from: from)
        let terms = PolicyRecord(
            policy: policy, settlement: request.configuration.settlement, load: .given,
            configurationText: request.configuration.digestInput)
        books = try ReplayBooks(terms: terms, ledgerPath: request.ledgerPath, at: from)
    }

    mutating func play() throws {
        try step(.started(Recovery(memory: .blank, asleep: [])), isExternal: false)
        for fact in timeline.facts(in: span) + timeline.standingRuns(at: span.from) {
            inputs.update(data: fact.canonicalBytes)
            try books.record(.fact(fact, at: span.from))
        }
        var samples =
            try course.inputs?.frequency(for: engine.policy)
            ?? FrequencyHistory(files: request.frequencyFiles, policy: engine.policy.underfrequency)
        for moment in timeline.moments where isSeen(moment) {
            try samples.forEach(before: moment.at, from: span.from) { at, report in
                try advance(to: at)
                try step(.frequency(report), isExternal: true)
            }
            try advance(to: moment.at)
            try step(.signal(moment.signal), isExternal: true)
        }
        try samples.forEach(before: span.to, from: span.from) { at, report in
            try advance(to: at)
            try step(.frequency(report), isExternal: true)
        }
        try advance(to: span.to)
        try fleet.cutOff(at: span.to)
        try settle(before: span.to)
        try takeLateSettlement()
    }

    /// A signal published too late to be decided by settles all the same, and so belongs to the inputs.
    private mutating func takeLateSettlement() throws {
        for moment in timeline.moments where moment.at >= span.to && settles(moment.signal.signal) {
            inputs.update(data: moment.signal.canonicalBytes)
            try books.record(.fact(moment.signal, at: span.to))
        }
    }

    /// Whether something becomes known within the span.
    ///
    /// The price of an interval before the span is published as the span begins, and is not seen all the same:
    /// a replay of a month gives the same whatever files are named besides.
    func isSeen(_ moment: ReplayTimeline.Moment) -> Bool {
        guard moment.at < span.to else { return false }
        let signal = moment.signal.signal
        return signal.content.isPublished ? settles(signal) : moment.at >= span.from
    }

    /// Whether something is about a part of the span, whenever it becomes known.
    ///
    /// A real-time price is about the interval it begins with; an hour of the day before may reach into the span.
    private func settles(_ signal: GridSignal) -> Bool {
        let content = signal.content
        guard content.settledSpan != nil, let part = content.span, part.start < span.to else { return false }
        if case .price(let price) = signal, price.market != .dam { return part.start >= span.from }
        return part.end > span.from
    }

    /// Lets time pass: movements end and timers fire in their order.
    ///
    /// A timer that is due as something becomes known fires after it: a price governs from the moment of its
    /// publication on, and no decision of that moment may be made by the price before.
    private mutating func advance(to end: UTCInstant) throws {
        while true {
            let timer = Self.utc(engine.nextDeadline, before: end)
            let wake = Self.utc(engine.nextReturn, before: end)
            let change = fleet.nextChange.flatMap { $0 <= end ? $0 : nil }
            guard let due = [timer, wake, change].compactMap(\.self).min(), due < span.to else { break }
            now = max(now, due)
            try fleet.finish(at: now)
            try reportFleet(isForced: false)
            if let timer, timer <= now {
                try step(.timer, isExternal: false)
            } else if let wake, wake <= now {
                try letReturn()
            }
        }
        let before = SettlementInterval(containing: now)
        now = max(now, end)
        let current = SettlementInterval(containing: now)
        guard before != current else { return }
        course.progress?(intervals(before: current.start), intervals(before: span.to))
        try fleet.accrueLevels(to: current.start)
        try settle(before: current.start)
    }

    /// Due before an instant; nil when it is not.
    private static func utc(_ moment: MonotonicInstant?, before end: UTCInstant) -> UTCInstant? {
        moment.flatMap { $0.nanoseconds < end.nanosecondsSinceEpoch ? $0 : nil }
            .map { UTCInstant(nanosecondsSinceEpoch: $0.nanoseconds) }
    }

    /// Wakes what a return lets go at this moment; the decision of the return is all that is recorded of it.
    private mutating func letReturn() throws {
        let after = MonotonicInstant(nanoseconds: now.nanosecondsSinceEpoch + 1)
        for order in engine.letReturn(before: after) { try fleet.perform(order, at: now) }
    }

    /// Reads the fleet: when nobody waits for more to end, and before anything that a decision could be made of.
    private mutating func reportFleet(isForced: Bool) throws {
        guard isForced || fleet.isReportDue(isReturning: engine.nextReturn != nil),
            let report = fleet.report(at: now)
        else { return }
        try step(.fleet(report), isExternal: false)
    }

    private mutating func settle(before instant: UTCInstant) throws {
        let energies = fleet.close(before: instant)
        if !energies.isEmpty { try books.record(.load(energies, at: now)) }
    }

    private mutating func step(_ event: EngineEvent, isExternal: Bool) throws {
        switch event {
        case .signal, .timer, .command, .policy, .frequency(.crossed), .frequency(.recovered):
            try reportFleet(isForced: true)
        case .started, .fleet, .frequency(.second), .frequency(.implausible), .clockStepped, .ledger: break
        }
        let input = EngineInput(
            at: now, monotonic: MonotonicInstant(nanoseconds: now.nanosecondsSinceEpoch), event: event)
        let output = engine.handle(input)
        if isExternal { inputs.update(data: input.canonicalBytes) }
        if let decision = output.decision { decisions.update(data: decision.canonicalBytes) }
        if let event = output.event { events = max(events, Int(event.id)) }
        try books.record(input, output)
        for order in output.orders {
            try fleet.perform(order, at: now)
            try reportFleet(isForced: false)
        }
    }

    mutating func report() throws -> ReplayReport {
        try books.finish(at: span.to)
        return ReplayReport(
            request: request, span: span, totals: books.totals, missing: missingIntervals, events: events,
            configurationDigest: SHA256.hash(data: request.configuration.digestInput).hexadecimal,
            inputsDigest: inputs.finalize().hexadecimal, decisionsDigest: decisions.finalize().hexadecimal,
            rejected: timeline.rejected, rejections: timeline.rejections)
    }

    /// Intervals of the span that nothing prices; none where there is no price at all, as with frequency alone.
    private var missingIntervals: Int {
        guard timeline.hasPrices else { return 0 }
        return max(0, intervals(before: span.to) - books.totals.intervals)
    }
}

extension Digest {
    /// Lower-case hexadecimal.
    var hexadecimal: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0\(digits)" : digits
        }.joined()
    }
}
