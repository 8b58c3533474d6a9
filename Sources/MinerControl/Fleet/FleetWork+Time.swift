import SitePorts
import GridMarket
import CurtailmentEngine
import GridUnits

extension FleetWork {
    /// Begins to read back what a unit acknowledged.
    mutating func beginConfirming(_ action: FleetOrder.Action, of unit: Int, now: Int64) {
        guard let first = tuning.confirmAfter.first else { return }
        arm(unit, .confirm(action, step: 0, since: now, last: nil), at: now + first.nanoseconds)
    }

    /// Goes on reading back until the unit has done what it acknowledged and its power no longer moves.
    mutating func goOnConfirming(
        _ unit: Int, _ power: Power?, _ activity: UnitReading.Activity, now: Int64
    ) {
        guard case .confirm(let action, var step, let since, let last) = lanes[unit].wait else { return }
        if let power, isSettled(unit, action, power, activity, last: last) {
            disarm(unit)
            return
        }
        while step < tuning.confirmAfter.count, since + tuning.confirmAfter[step].nanoseconds <= now {
            step += 1
        }
        guard step < tuning.confirmAfter.count else {
            disarm(unit)
            return
        }
        arm(
            unit, .confirm(action, step: step, since: since, last: power ?? last),
            at: since + tuning.confirmAfter[step].nanoseconds)
    }

    private func isSettled(
        _ unit: Int, _ action: FleetOrder.Action, _ power: Power, _ activity: UnitReading.Activity,
        last: Power?
    ) -> Bool {
        let rated = lanes[unit].unit.ratedPower
        switch action {
        case .sleep:
            guard activity != .running else { return false }
            if power.microwatts <= rated.microwatts / 20 { return true }
        case .wake:
            guard activity != .asleep, power.microwatts > rated.microwatts / 2 else { return false }
        }
        guard let last else { return false }
        return abs(power.microwatts - last.microwatts) <= rated.microwatts / 100
    }

    /// Begins the retries and read-backs whose time has come.
    mutating func passTime(now: Int64) {
        guard armed > 0 else { return }
        for unit in dueAt.indices where dueAt[unit] <= now {
            switch lanes[unit].wait {
            case .nothing: disarm(unit)
            case .retry:
                disarm(unit)
                if let wanted = lanes[unit].wanted { enqueue(unit, Rank(wanted.urgency)) }
            case .confirm:
                // The next one is arranged when this reading has come; until then nothing is due.
                armed -= 1
                dueAt[unit] = Self.never
                let known = readings.count
                askForReading(unit, rank: .read)
                if readings.count > known, case .drawing(let power, let activity) = readings[known].answer {
                    goOnConfirming(unit, power, activity, now: now)
                }
            }
        }
    }

    /// Asks the units whose turn it is, spread evenly over the period; the first round is a quick one.
    mutating func poll(now: Int64) {
        let period = pollRound
        guard period > 0, !lanes.isEmpty else { return }
        let elapsed = now - pollingSince
        // Units whose turn has come since this round began.
        let due = Int(min(Int128(lanes.count), Int128(elapsed) * Int128(lanes.count) / Int128(period)))
        while nextPolled < due {
            if lanes[nextPolled].running == nil, lanes[nextPolled].wanted == nil, !lanes[nextPolled].wantsRead
            {
                askForReading(nextPolled, rank: .poll)
            }
            nextPolled += 1
        }
        guard nextPolled >= lanes.count, elapsed >= period else { return }
        nextPolled = 0
        pollingSince = now  // A late round is not followed by a burst.
        pollRound = settings.pollEvery.nanoseconds
    }

    /// Nanoseconds until time has to be passed again; nil when nothing is waited for.
    func wait(now: Int64) -> Int64? {
        if armed > 0 { return tuning.tick.nanoseconds }
        let period = pollRound
        guard period > 0, !lanes.isEmpty else { return nil }
        let spacing = period / Int64(lanes.count)
        return max(spacing, min(50_000_000, period))
    }
}
