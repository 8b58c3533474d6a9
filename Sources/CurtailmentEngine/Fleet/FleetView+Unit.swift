import GridUnits

extension FleetView.Unit {
    /// The unit's part of the confirmed load: its full rating while its draw is not known.
    func counted(rated: Power) -> Power {
        switch state {
        case .unreachable, .unconfirmed: rated
        case .running, .shedding, .asleep, .waking, .refusing, .notOurs: draw ?? rated
        }
    }

    /// The load that it does not draw by our order.
    func curtailed(rated: Power) -> Power {
        guard order != nil, let draw else { return .zero }
        switch state {
        case .shedding, .asleep, .waking, .refusing: return max(.zero, rated - draw)
        case .running, .unreachable, .unconfirmed, .notOurs: return .zero
        }
    }

    mutating func take(_ reading: UnitReading, rated: Power, effectiveness: Fraction) {
        lastAnswer = reading.answer
        answeredAt = reading.at
        switch reading.answer {
        case .drawing(let own, let activity):
            misses = 0
            let power = effectiveness == .one ? own : (try? own.scaled(by: effectiveness)) ?? rated
            draw = power
            state = settled(power: power, activity: activity, rated: rated, at: reading.at)
            if state == .running, order == .wake { order = nil }
        case .acknowledged:
            misses = 0
        case .unreachable:
            misses += 1
            // While it is being commanded one failure is enough: its driver has already tried again.
            let isBeingCommanded = state == .shedding || state == .waking
            guard isBeingCommanded || misses >= FleetView.missesAllowed else { return }
            state = .unreachable
            draw = nil
        case .refused:
            misses = 0
            guard order != nil else { return }
            state = .refusing
        }
    }

    /// The state that a reading shows, in the light of what the unit was told.
    private func settled(
        power: Power, activity: UnitReading.Activity, rated: Power, at now: MonotonicInstant
    ) -> UnitState {
        let isLow = power.microwatts <= rated.microwatts / 100 * FleetView.asleepPercent
        let isFull = power.microwatts >= rated.microwatts / 100 * FleetView.runningPercent
        let waited = orderedAt.map { now.since($0) } ?? .zero
        let isAsleep = activity == .asleep || (activity == .unknown && isLow)
        switch order {
        case nil:
            return isAsleep ? .notOurs : .running
        case .sleep:
            if isAsleep, isLow { return .asleep }
            return waited >= FleetView.shedPatience ? .refusing : .shedding
        case .wake:
            // A unit may come back to a profile below its rating; after a while that counts as running too.
            if !isAsleep, isFull || (waited >= FleetView.partialRunAfter && !isLow) { return .running }
            return waited >= FleetView.wakePatience ? .refusing : .waking
        }
    }
}
