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

    private(set) var awards: [AwardSignal] = []
    private(set) var trip: Trip?
    /// Last crossing, while the frequency has not recovered from it.
    private(set) var crossing: FrequencyReport.Observation?
    private(set) var recoveredSince: MonotonicInstant?
    private(set) var recoveredSinceUTC: UTCInstant?
    private(set) var lastHeard: MonotonicInstant?
    private(set) var isStale = false

    /// At most so many awards are kept; the ones that end first are dropped.
    static let awardLimit = 256

    init() {}

    init(
        awards: [AwardSignal], trip: Trip?, recoveredSince: MonotonicInstant?, recoveredSinceUTC: UTCInstant?
    ) {
        self.awards = awards
        self.trip = trip
        self.recoveredSince = recoveredSince
        self.recoveredSinceUTC = recoveredSinceUTC
    }

    mutating func take(_ award: AwardSignal, at now: UTCInstant) {
        awards.removeAll { $0.end <= now || ($0.id == award.id && $0.program == award.program) }
        guard award.end > now else { return }
        awards.append(award)
        awards.sort { ($0.end, $0.id) < ($1.end, $1.id) }
        if awards.count > Self.awardLimit { awards.removeFirst(awards.count - Self.awardLimit) }
    }

    mutating func take(_ report: FrequencyReport, now: MonotonicInstant, utc: UTCInstant) {
        lastHeard = now
        switch report {
        case .crossed(let observation):
            crossing = observation
            recoveredSince = nil
            recoveredSinceUTC = nil
        case .recovered:
            crossing = nil
            if trip != nil, recoveredSince == nil {
                recoveredSince = now
                recoveredSinceUTC = utc
            }
        case .second, .implausible:
            break
        }
    }

    /// A recall or cancel of the trip's own program or of one that arms it; an empty id names whatever is held.
    ///
    /// - Returns: whether it ended anything.
    mutating func take(_ instruction: InstructionSignal, policy: UnderfrequencyPolicy) -> Bool {
        guard instruction.program == .underfrequency || policy.armedBy.contains(instruction.program) else {
            return false
        }
        guard instruction.action == .recall || instruction.action == .cancel, trip?.awaitsRecallOf != nil else {
            return false
        }
        trip?.awaitsRecallOf = nil
        return true
    }

    /// The award that arms the trip now.
    func armingAward(policy: UnderfrequencyPolicy, at now: UTCInstant) -> AwardSignal? {
        awards.filter { policy.armedBy.contains($0.program) && $0.start <= now && now < $0.end }
            .max { $0.power < $1.power }
    }

    /// Brings the trip up to date.
    ///
    /// - Parameters:
    ///   - model: rated powers and what can never be curtailed.
    ///   - available: what the site would draw with nothing of ours asleep.
    /// - Returns: the moment at which to look again.
    mutating func evaluate(
        model: SiteModel, policy: UnderfrequencyPolicy, available: Power, now: MonotonicInstant, utc: UTCInstant
    ) -> MonotonicInstant? {
        var next = Deadline(after: now)
        if let heard = lastHeard {
            isStale = now.since(heard) >= policy.staleAfter
            next.add(heard.advanced(by: policy.staleAfter))
        }
        if trip == nil, let crossing {
            begin(crossing, model: model, policy: policy, available: available, utc: utc)
        }
        guard let held = trip else { return next.earliest }
        guard held.awaitsRecallOf == nil, let recovered = recoveredSince else { return next.earliest }
        let end = recovered.advanced(by: policy.recoveredFor)
        if now >= end {
            trip = nil
            recoveredSince = nil
            recoveredSinceUTC = nil
        } else {
            next.add(end)
        }
        return next.earliest
    }

    private mutating func begin(
        _ crossing: FrequencyReport.Observation, model: SiteModel, policy: UnderfrequencyPolicy, available: Power,
        utc: UTCInstant
    ) {
        let award = armingAward(policy: policy, at: utc)
        guard policy.arming == .always || award != nil else { return }
        var ceiling = model.uncurtailable
        if policy.extent == .awarded, let award { ceiling = max(ceiling, available - award.power) }
        trip = Trip(
            sinceUTC: utc, frequency: crossing.frequency, ceiling: ceiling, awaitsRecallOf: award?.id)
    }

    /// What the program wants now, after `evaluate`.
    func demand(model: SiteModel, policy: UnderfrequencyPolicy) -> Demand? {
        guard let trip else {
            guard isStale, policy.stance == .curtail else { return nil }
            return Demand(
                program: .underfrequency, reason: .frequencyStaleCurtail, extent: .ceiling(model.uncurtailable),
                figures: [Figure(name: "stale_after", value: policy.staleAfter.decimalSeconds, unit: "s")])
        }
        let reason: Reason =
            crossing != nil
            ? .frequencyBelowThreshold : trip.awaitsRecallOf != nil ? .frequencyAwaitsRecall : .frequencyNotRecovered
        var figures = [
            Figure("frequency", trip.frequency, unit: "hz"),
            Figure("threshold", policy.threshold, unit: "hz"),
            Figure("margin", trip.frequency - policy.threshold, unit: "hz"),
        ]
        if let award = trip.awaitsRecallOf { figures.append(Figure(name: "award", value: award, unit: "")) }
        return Demand(program: .underfrequency, reason: reason, extent: .ceiling(trip.ceiling), figures: figures)
    }
}
