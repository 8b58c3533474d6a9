import GridMarket
import GridUnits

/// Our own software trip: sheds at once when the frequency falls, while armed; holds until recovered and recalled.
struct UnderfrequencyProgram: Hashable, Sendable {
    /// A trip in force.
    struct Trip: Hashable, Sendable {
        var sinceUTC: UTCInstant
        var frequency: Frequency
        var ceiling: Power
        var awaitsRecallOf: String?
    }

    private(set) var trip: Trip?
    /// Last crossing, while the frequency has not recovered from it.
    private(set) var crossing: FrequencyReport.Observation?
    private(set) var recoveredSince: MonotonicInstant?
    private(set) var recoveredSinceUTC: UTCInstant?
    private(set) var lastHeard: MonotonicInstant?
    private(set) var isStale = false
    /// Whether the trip could act now: armed always, or by an award.
    private(set) var isArmed = false
    /// The crossing's own source, and when it was last heard: while it speaks, no other one ends its crossing.
    private var crossingHeard: MonotonicInstant?
    /// The device's time of the recovery; what it measured before that is old news.
    private var recoveredAt: UTCInstant?

    init() {}

    init(trip: Trip?, recoveredSince: MonotonicInstant?, recoveredSinceUTC: UTCInstant?) {
        self.trip = trip
        self.recoveredSince = recoveredSince
        self.recoveredSinceUTC = recoveredSinceUTC
    }

    /// Takes a report; doubtful samples are not heard.
    mutating func take(
        _ report: FrequencyReport, policy: UnderfrequencyPolicy, now: MonotonicInstant, utc: UTCInstant
    ) {
        switch report {
        case .crossed(let observation):
            crossing = observation
            crossingHeard = now
            breakRecovery()
        case .recovered(let observation):
            guard mayEndCrossing(observation, policy: policy, now: now) else { break }
            recover(observation, now: now, utc: utc)
        case .second(let lowest, _):
            guard trip != nil || crossing != nil, mayEndCrossing(lowest, policy: policy, now: now) else {
                break
            }
            // A watch that began after the crossing, as after a restart, never reports a recovery: seconds show it.
            if lowest.frequency >= policy.recovery {
                recover(lowest, now: now, utc: utc)
            } else if crossing == nil, recoveredAt.map({ lowest.at > $0 }) ?? true {
                breakRecovery()
            }
        case .implausible: return
        }
        lastHeard = now
    }

    /// Whether a source may say that a crossing is over: its own, or any once that one has fallen silent.
    private mutating func mayEndCrossing(
        _ observation: FrequencyReport.Observation, policy: UnderfrequencyPolicy, now: MonotonicInstant
    ) -> Bool {
        guard let crossing else { return true }
        if crossing.source == observation.source {
            crossingHeard = now
            return true
        }
        return crossingHeard.map { now.since($0) >= policy.staleAfter } ?? true
    }

    private mutating func recover(
        _ observation: FrequencyReport.Observation, now: MonotonicInstant, utc: UTCInstant
    ) {
        crossing = nil
        guard trip != nil, recoveredSince == nil else { return }
        recoveredAt = observation.at
        recoveredSince = now
        recoveredSinceUTC = utc
    }

    private mutating func breakRecovery() {
        recoveredSince = nil
        recoveredSinceUTC = nil
        recoveredAt = nil
    }

    /// Moves what is remembered in UTC with a step of the wall clock.
    mutating func clockStepped(byNanoseconds step: Int64) {
        recoveredSinceUTC = recoveredSinceUTC?.advanced(byNanoseconds: step)
    }

    /// A recall or cancel of the trip itself or of the program whose award armed it.
    ///
    /// - Parameters:
    ///   - instruction: of any program.
    ///   - awards: which programs armed the trip.
    ///   - policy: nil where the program was taken out of the configuration; its trip still awaits its recall.
    /// - Returns: whether it ended anything.
    mutating func take(
        _ instruction: InstructionSignal, awards: AwardBook, policy: UnderfrequencyPolicy?
    ) -> Bool {
        guard instruction.action == .recall || instruction.action == .cancel, let held = trip?.awaitsRecallOf
        else {
            return false
        }
        let arming = awards.programs(ofAward: held)
        let isOurs =
            instruction.program == .underfrequency
            || (arming.isEmpty
                ? policy?.armedBy.contains(instruction.program) ?? true
                : arming.contains(instruction.program))
        guard isOurs else { return false }
        trip?.awaitsRecallOf = nil
        return true
    }

    /// What still stands of a trip whose program was taken out of the configuration: it ends by its recall alone.
    mutating func evaluateWithoutPolicy() {
        isStale = false
        if trip?.awaitsRecallOf == nil { trip = nil }
        crossing = nil
        breakRecovery()
    }

    /// Brings the trip up to date.
    ///
    /// - Parameters:
    ///   - model: rated powers and what can never be curtailed.
    ///   - policy: of the program.
    ///   - awards: what has been sold.
    ///   - available: what the site would draw with nothing of ours asleep.
    ///   - now: for the wait.
    ///   - utc: for awards.
    /// - Returns: the moment at which to look again.
    mutating func evaluate(
        model: SiteModel, policy: UnderfrequencyPolicy, awards: AwardBook, available: Power,
        now: MonotonicInstant, utc: UTCInstant
    ) -> MonotonicInstant? {
        var next = Deadline(after: now)
        let heard = lastHeard ?? now
        lastHeard = heard  // A source that never speaks is stale as well, counted from the start.
        isStale = now.since(heard) >= policy.staleAfter
        next.add(heard.advanced(by: policy.staleAfter))
        let award = awards.largest(of: policy.armedBy, at: utc)
        isArmed = policy.arming == .always || award != nil
        if isStale, policy.stance == .curtail {
            addAwardTimes(awards, policy: policy, now: now, utc: utc, to: &next)
        }
        if trip == nil, isArmed, let crossing {
            begin(crossing, model: model, policy: policy, award: award, available: available, utc: utc)
        }
        guard let held = trip else { return next.earliest }
        guard held.awaitsRecallOf == nil, let recovered = recoveredSince else { return next.earliest }
        let end = recovered.advanced(by: policy.recoveredFor)
        if now >= end {
            trip = nil
            breakRecovery()
        } else {
            next.add(end)
        }
        return next.earliest
    }

    /// While the frequency is not known, arming itself changes what is wanted.
    private func addAwardTimes(
        _ book: AwardBook, policy: UnderfrequencyPolicy, now: MonotonicInstant, utc: UTCInstant,
        to next: inout Deadline
    ) {
        for award in book.awards where policy.armedBy.contains(award.program) {
            for instant in [award.start, award.end] {
                next.add(now.advanced(by: TimeSpan(nanoseconds: instant.nanoseconds(since: utc))))
            }
        }
    }

    private mutating func begin(
        _ crossing: FrequencyReport.Observation, model: SiteModel, policy: UnderfrequencyPolicy,
        award: AwardSignal?, available: Power, utc: UTCInstant
    ) {
        var ceiling = model.uncurtailable
        if policy.extent == .awarded, let award { ceiling = max(ceiling, available - award.power) }
        trip = Trip(
            sinceUTC: utc, frequency: crossing.frequency, ceiling: ceiling, awaitsRecallOf: award?.id)
    }

    /// What the program wants now, after `evaluate`.
    func demand(model: SiteModel, policy: UnderfrequencyPolicy?) -> Demand? {
        guard let trip else {
            guard let policy, isStale, isArmed, policy.stance == .curtail else { return nil }
            return Demand(
                program: .underfrequency, reason: .frequencyStaleCurtail,
                bounds: .ceiling(model.uncurtailable),
                figures: [Figure(name: "stale_after", value: policy.staleAfter.decimalSeconds, unit: "s")])
        }
        let reason: Reason =
            crossing != nil
            ? .frequencyBelowThreshold
            : trip.awaitsRecallOf != nil ? .frequencyAwaitsRecall : .frequencyNotRecovered
        var figures = [Figure("frequency", trip.frequency, unit: "hz")]
        if let policy {
            figures.append(Figure("threshold", policy.threshold, unit: "hz"))
            figures.append(Figure("margin", trip.frequency - policy.threshold, unit: "hz"))
        }
        if let award = trip.awaitsRecallOf { figures.append(Figure(name: "award", value: award, unit: "")) }
        return Demand(
            program: .underfrequency, reason: reason, bounds: .ceiling(trip.ceiling), figures: figures)
    }
}
