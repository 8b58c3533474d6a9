import GridMarket
package import GridUnits
import SiteRecord

/// Our own software trip: sheds at once when the frequency falls, while armed; holds until recovered and recalled.
///
/// A trip in force is an ``Obligation`` of our own in the book, which keeps its ceiling and what recalls it.
struct UnderfrequencyProgram: SiteProgram {
    /// The frequency of the trip in force.
    private var tripped: Frequency?
    private var dip = FrequencyDip()
    private var isStale = false
    private var policy: UnderfrequencyPolicy?
    /// A trip that began in this turn and has not been reported.
    private var begun: Obligation?

    static let kind = ProgramKind(
        program: .underfrequency, title: "under-frequency trip",
        sentences: [
            .frequencyBelowThreshold: "frequency {frequency} Hz at or below {threshold} Hz",
            .frequencyNotRecovered: "frequency has not been recovered for long enough after {frequency} Hz",
            .frequencyAwaitsRecall: "under-frequency trip at {frequency} Hz awaits the recall of {award}",
            .frequencyStaleCurtail: "the frequency is stale, the site's stance is to curtail",
        ], section: Key(UnderfrequencyPolicy.section, \.underfrequency),
        make: { UnderfrequencyProgram(policy: $0.policy.underfrequency) },
        memory: Memory.self)

    private init(policy: UnderfrequencyPolicy?) { self.policy = policy }

    mutating func adopt(_ site: SiteModel, after before: SiteModel) { policy = site.policy.underfrequency }

    mutating func apply(
        _ event: EngineEvent, at moment: Moment, site: SiteModel, books: inout ProgramBooks,
        turn: inout ProgramTurn
    ) {
        switch event {
        case .frequency(let report):
            guard let policy else { return }
            let (wasBelow, since) = (dip.crossing != nil, dip.recoveredSinceUTC)
            dip.apply(report, isTripped: tripped != nil, policy: policy, at: moment)
            if dip.recoveredSinceUTC != since { turn.isMemoryChanged = true }
            note(report, wasBelow: wasBelow, policy: policy, awards: books.awards, at: moment, turn: &turn)
        case .clockStepped(let step):
            dip.clockStepped(byNanoseconds: step)
        case .started, .signal, .fleet, .command, .timer, .policy, .ledger: break
        }
    }

    private func note(
        _ report: FrequencyReport, wasBelow: Bool, policy: UnderfrequencyPolicy, awards: AwardBook,
        at moment: Moment, turn: inout ProgramTurn
    ) {
        switch report {
        case .crossed(let observation):
            guard !wasBelow, policy.arming == .award,
                awards.largest(of: policy.armedBy, at: moment.utc) == nil
            else { return }
            turn.notices.append(
                Notice(
                    .frequencyNotArmed,
                    "Frequency fell to \(observation.frequency.decimal) Hz; the trip is not armed by any award, "
                        + "so no load was shed for it."))
        case .implausible(let observation, let reason):
            turn.notices.append(
                Notice(
                    .frequencyImplausible,
                    "\(observation.source) reads \(observation.frequency.decimal) Hz: \(reason); not acted on."
                ))
        case .recovered, .second:
            break
        }
    }

    mutating func evaluate(
        at moment: Moment, site: SiteModel, books: inout ProgramBooks, turn: inout ProgramTurn
    ) -> Wish? {
        guard let policy else { return evaluateWithoutPolicy(&books, turn: &turn) }
        let heard = dip.heard(at: moment.now)
        isStale = moment.now.since(heard) >= policy.staleAfter
        turn.deadline.add(heard.advanced(by: policy.staleAfter))
        let award = books.awards.largest(of: policy.armedBy, at: moment.utc)
        let isArmed = policy.arming == .always || award != nil
        if isStale, policy.stance == .curtail {
            addAwardTimes(books.awards, policy: policy, at: moment, to: &turn.deadline)
        }
        if tripped == nil, isArmed, let crossing = dip.crossing {
            begin(crossing, award: award, policy: policy, site: site, at: moment, books: &books)
            turn.isMemoryChanged = true
        }
        if let end = end(of: books.obligations.own(of: .underfrequency), policy: policy) {
            if moment.now >= end {
                letGo(&books, turn: &turn)
            } else {
                turn.deadline.add(end)
            }
        }
        if let trip = books.obligations.own(of: .underfrequency) { return wish(trip) }
        guard isStale, isArmed, policy.stance == .curtail else { return nil }
        return Wish(
            program: .underfrequency, reason: .frequencyStaleCurtail, bounds: .ceiling(site.uncurtailable))
    }

    /// When a trip ends that awaits nobody's recall: once the frequency has stayed recovered.
    private func end(of trip: Obligation?, policy: UnderfrequencyPolicy) -> MonotonicInstant? {
        guard let trip, !trip.awaitsRecall else { return nil }
        return dip.recoveredSince?.advanced(by: policy.recoveredFor)
    }

    private mutating func letGo(_ books: inout ProgramBooks, turn: inout ProgramTurn) {
        tripped = nil
        books.obligations.end(own: .underfrequency)
        dip.breakRecovery()
        turn.isMemoryChanged = true
    }

    /// A trip whose program was taken out of the configuration ends by its recall alone.
    private mutating func evaluateWithoutPolicy(
        _ books: inout ProgramBooks, turn: inout ProgramTurn
    ) -> Wish? {
        isStale = false
        dip = FrequencyDip(lastHeard: dip.lastHeard)
        guard let trip = books.obligations.own(of: .underfrequency) else { return nil }
        guard trip.awaitsRecall else {
            letGo(&books, turn: &turn)
            return nil
        }
        return wish(trip)
    }

    private func wish(_ trip: Obligation) -> Wish {
        let reason: Reason =
            dip.crossing != nil
            ? .frequencyBelowThreshold : trip.awaitsRecall ? .frequencyAwaitsRecall : .frequencyNotRecovered
        return Wish(
            program: .underfrequency, reason: reason,
            bounds: Bounds(ceiling: trip.ceiling))
    }

    /// While the frequency is not known, arming itself changes what is wanted.
    private func addAwardTimes(
        _ book: AwardBook, policy: UnderfrequencyPolicy, at moment: Moment, to next: inout Deadline
    ) {
        for award in book.awards where policy.armedBy.contains(award.program) {
            for instant in [award.start, award.end] {
                let wait = TimeSpan(nanoseconds: instant.nanoseconds(since: moment.utc))
                next.add(moment.now.advanced(by: wait))
            }
        }
    }

    private mutating func begin(
        _ crossing: FrequencyReport.Observation, award: AwardSignal?, policy: UnderfrequencyPolicy,
        site: SiteModel, at moment: Moment, books: inout ProgramBooks
    ) {
        var ceiling = site.uncurtailable
        if policy.extent == .awarded, let award { ceiling = max(ceiling, moment.available - award.power) }
        let trip = Obligation(
            identity: .init(issuer: Obligation.ownIssuer, id: award?.id ?? ""), program: .underfrequency,
            power: award?.power, ceiling: ceiling, since: moment.utc,
            answersTo: award.map { [.underfrequency] + books.awards.programs(ofAward: $0.id) } ?? [])
        books.obligations.begin(trip)
        tripped = crossing.frequency
        begun = trip
    }

    mutating func report(to turn: inout ProgramTurn) {
        guard let trip = begun, let tripped, let ceiling = trip.ceiling else { return }
        begun = nil
        let award = trip.awaitsRecall ? ", armed by award \(trip.identity.id)" : ""
        turn.notices.append(
            Notice(
                .frequencyTrip,
                "Under-frequency trip at \(tripped.decimal) Hz\(award): "
                    + "load down to \(ceiling.decimal(places: 3)) MW."))
    }

    func figures(of wish: Wish, site: SiteModel, books: ProgramBooks) -> [Figure] {
        guard let tripped, let trip = books.obligations.own(of: .underfrequency) else {
            guard let policy else { return [] }
            return [Figure(name: "stale_after", value: policy.staleAfter.decimalSeconds, unit: "s")]
        }
        var figures = [Figure("frequency", tripped, unit: "hz")]
        if let policy {
            figures.append(Figure("threshold", policy.threshold, unit: "hz"))
            figures.append(Figure("margin", tripped - policy.threshold, unit: "hz"))
        }
        if trip.awaitsRecall { figures.append(Figure(name: "award", value: trip.identity.id, unit: "")) }
        return figures
    }

    var conditions: [(kind: Alarm.Kind, text: String)] {
        guard let policy, isStale else { return [] }
        return [
            (.frequencyStale, "No frequency for \(policy.staleAfter.decimalSeconds) s: \(policy.stance.text)")
        ]
    }

    func text(of obligation: Obligation) -> String {
        let waits =
            obligation.awaitsRecall
            ? "awaits the recall of \(obligation.identity.id)" : "ends when the frequency has recovered"
        return "under-frequency trip at \(tripped?.decimal ?? "?") Hz, \(waits)"
    }

    func memory(site: SiteModel) -> (any ProgramMemory)? {
        tripped.map { Memory(frequency: $0, recoveredSince: dip.recoveredSinceUTC) }
    }

    mutating func recover(_ memory: any ProgramMemory, site: SiteModel, clock: RecoveredClock) {
        guard let memory = memory as? Memory else { return }
        tripped = memory.frequency
        dip = FrequencyDip(recoveredSince: memory.recoveredSince, clock: clock)
    }

    /// The part of a trip in force that its obligation does not hold.
    struct Memory: ProgramMemory {
        let frequency: Frequency
        /// The start of the frequency's unbroken recovery.
        let recoveredSince: UTCInstant?

        static let fields: Fields<Memory> = Fields(
            Memory.init(frequency:recoveredSince:), Field("uhz") { $0.frequency },
            Field("recovered_ns") { $0.recoveredSince })
    }
}

extension EngineMemory {
    /// Our own under-frequency trip in force.
    package struct TripHold: Hashable, Sendable {
        /// When it tripped.
        package let since: UTCInstant
        /// The frequency that it tripped at.
        package let frequency: Frequency
        /// The load the site may draw while it stands: its load at the trip less the power sold.
        package let ceiling: Power
        /// The start of the frequency's unbroken recovery.
        package let recoveredSince: UTCInstant?
    }

    /// The under-frequency trip in force.
    package var trip: TripHold? {
        guard let hold = programs[.underfrequency] as? UnderfrequencyProgram.Memory,
            let trip = obligations.own(of: .underfrequency), let ceiling = trip.ceiling
        else { return nil }
        return TripHold(
            since: trip.since, frequency: hold.frequency, ceiling: ceiling,
            recoveredSince: hold.recoveredSince)
    }
}

extension Reason {
    /// The frequency is at or below the threshold.
    package static let frequencyBelowThreshold = Reason("frequency_below_threshold")
    /// The frequency has not been back for long enough.
    package static let frequencyNotRecovered = Reason("frequency_not_recovered")
    /// The frequency is back and the deployment is not recalled.
    package static let frequencyAwaitsRecall = Reason("frequency_awaits_recall")
    /// The frequency is stale, and the configuration curtails then.
    package static let frequencyStaleCurtail = Reason("frequency_stale_curtail")
}

extension Notice.Kind {
    /// The load is taken off by our own trip.
    package static let frequencyTrip = Notice.Kind("frequency_trip", .trip, of: .underfrequency)
    /// The frequency crossed the threshold, and nothing armed the trip.
    package static let frequencyNotArmed = Notice.Kind("frequency_not_armed", .alarm, of: .underfrequency)
    /// Samples that cannot be grid frequency.
    package static let frequencyImplausible = Notice.Kind(
        "frequency_implausible", .alarm, of: .underfrequency)
}

extension Alarm.Kind {
    /// No frequency has been heard for longer than it may be.
    package static let frequencyStale = Alarm.Kind("frequency_stale", hint: "curtailctl signals")
}
