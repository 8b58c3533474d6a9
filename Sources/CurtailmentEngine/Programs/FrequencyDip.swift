import GridUnits

/// Whether the frequency is down, and since when it has been back.
struct FrequencyDip: Hashable, Sendable {
    /// Last crossing, while the frequency has not recovered from it.
    private(set) var crossing: FrequencyReport.Observation?
    private(set) var recoveredSince: MonotonicInstant?
    private(set) var recoveredSinceUTC: UTCInstant?
    private(set) var lastHeard: MonotonicInstant?
    /// The crossing's own source, and when it was last heard: while it speaks, no other one ends its crossing.
    private var crossingHeard: MonotonicInstant?
    /// The device's time of the recovery; what it measured before that is old news.
    private var recoveredAt: UTCInstant?

    init(lastHeard: MonotonicInstant? = nil) { self.lastHeard = lastHeard }

    /// Goes on with a recovery that began before a restart.
    init(recoveredSince: UTCInstant?, clock: RecoveredClock) {
        recoveredSinceUTC = recoveredSince
        self.recoveredSince = recoveredSince.map(clock.monotonic(of:))
    }

    /// When frequency was last heard; a source that never speaks counts from the start.
    mutating func heard(at now: MonotonicInstant) -> MonotonicInstant {
        let heard = lastHeard ?? now
        lastHeard = heard
        return heard
    }

    /// Applies a report; doubtful samples are not heard.
    ///
    /// - Parameters:
    ///   - report: of any source.
    ///   - isTripped: whether a trip is in force, whose recovery counts.
    ///   - policy: the recovery frequency, and when a source has fallen silent.
    ///   - moment: of its receipt.
    mutating func apply(
        _ report: FrequencyReport, isTripped: Bool, policy: UnderfrequencyPolicy, at moment: Moment
    ) {
        switch report {
        case .crossed(let observation):
            crossing = observation
            crossingHeard = moment.now
            breakRecovery()
        case .recovered(let observation):
            guard mayEndCrossing(observation, policy: policy, now: moment.now) else { break }
            recover(observation, isTripped: isTripped, at: moment)
        case .second(let lowest, _):
            guard isTripped || crossing != nil, mayEndCrossing(lowest, policy: policy, now: moment.now) else {
                break
            }
            // A watch that began after the crossing, as after a restart, never reports a recovery: seconds show it.
            if lowest.frequency >= policy.recovery {
                recover(lowest, isTripped: isTripped, at: moment)
            } else if crossing == nil, recoveredAt.map({ lowest.at > $0 }) ?? true {
                breakRecovery()
            }
        case .implausible: return
        }
        lastHeard = moment.now
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
        _ observation: FrequencyReport.Observation, isTripped: Bool, at moment: Moment
    ) {
        crossing = nil
        guard isTripped, recoveredSince == nil else { return }
        recoveredAt = observation.at
        recoveredSince = moment.now
        recoveredSinceUTC = moment.utc
    }

    mutating func breakRecovery() {
        recoveredSince = nil
        recoveredSinceUTC = nil
        recoveredAt = nil
    }

    /// Moves what is remembered in UTC with a step of the wall clock.
    mutating func clockStepped(byNanoseconds step: Int64) {
        recoveredSinceUTC = recoveredSinceUTC?.advanced(byNanoseconds: step)
    }
}
