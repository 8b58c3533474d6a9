import GridMarket
package import CurtailmentEngine
package import GridUnits

/// A unit that exists only here: its power falls and rises at a constant slope.
///
/// A half-asleep unit that is woken rises from where it is. Asleep it draws nothing.
package struct SimulatedUnit: Hashable, Sendable {
    /// The load while it runs.
    package let ratedPower: Power
    /// Whether it was last told to sleep.
    package private(set) var isAsleep = false
    private var changedAt = MonotonicInstant(nanoseconds: 0)
    private var powerThen: Power

    package init(ratedPower: Power) {
        self.ratedPower = ratedPower
        powerThen = ratedPower
    }

    /// Turns the unit towards sleep or full power; the direction it has already is kept.
    package mutating func apply(_ action: FleetOrder.Action, at now: MonotonicInstant, slopes: Slopes) {
        guard (action == .sleep) != isAsleep else { return }
        powerThen = power(at: now, slopes: slopes)
        changedAt = now
        isAsleep = action == .sleep
    }

    /// The unit's load at an instant.
    package func power(at now: MonotonicInstant, slopes: Slopes) -> Power {
        let elapsed = max(0, now.since(changedAt).nanoseconds)
        let moved = slopes.change(of: ratedPower, after: elapsed, falling: isAsleep)
        return isAsleep ? max(.zero, powerThen - moved) : min(ratedPower, powerThen + moved)
    }

    /// The unit's answer to a read.
    package func answer(at now: MonotonicInstant, slopes: Slopes) -> UnitReading.Answer {
        .drawing(power(at: now, slopes: slopes), isAsleep ? .asleep : .running)
    }

    /// How fast units fall and rise: full power over so long a time.
    package struct Slopes: Hashable, Sendable {
        /// How long the unit takes to fall asleep.
        package let shed: TimeSpan
        /// How long it takes to run again.
        package let wake: TimeSpan

        package init(shed: TimeSpan, wake: TimeSpan) {
            self.shed = shed
            self.wake = wake
        }

        /// How far the power has moved after some nanoseconds; zero time for the whole way means at once.
        func change(of rated: Power, after elapsed: Int64, falling: Bool) -> Power {
            let whole = falling ? shed.nanoseconds : wake.nanoseconds
            guard elapsed < whole else { return rated }
            return Power(microwatts: Int64(Int128(rated.microwatts) * Int128(elapsed) / Int128(whole)))
        }
    }
}
