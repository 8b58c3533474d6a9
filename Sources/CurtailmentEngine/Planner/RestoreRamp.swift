package import GridUnits

/// How fast load returns: with the order of the units and their ratings it gives every wake moment exactly.
///
/// The ramp is site-wide and cumulative from the start of the return. A unit wakes at the first whole second from that
/// start at which all that has returned, itself included, is no more than the ramp has let go by then.
package struct ReturnPace: Hashable, Sendable {
    /// So much may return in a minute; more than zero.
    package let rampPerMinute: Power
    /// How long the return had been under way when this was stated.
    package let elapsed: TimeSpan
    /// The rated load that had returned by then, under this decision and those before it.
    package let returned: Power

    package init(rampPerMinute: Power, elapsed: TimeSpan, returned: Power) {
        self.rampPerMinute = rampPerMinute
        self.elapsed = elapsed
        self.returned = returned
    }
}

/// Lets load return at a limited rate: site-wide, cumulative from the start of the return, in whole units.
///
/// Units return at whole seconds from its start, never before their share has accrued: a site returns thousands of
/// units, and one order a second is enough for all of them.
package struct RestoreRamp: Hashable, Sendable {
    private let rampPerMinute: Power
    private let startedAt: MonotonicInstant
    /// Most valuable first; from `next` on they still sleep.
    private var queue: [Int]
    private var next = 0
    /// The rated load that has returned since the start.
    package private(set) var returned: Power

    /// Units that wake at one moment.
    package struct Step: Hashable, Sendable {
        /// Never later than the limit that was asked for.
        package let at: MonotonicInstant
        /// The units that wake now.
        package let units: ArraySlice<Int>
    }

    init(queue: [Int], rampPerMinute: Power, startedAt: MonotonicInstant) {
        self.queue = queue
        self.rampPerMinute = rampPerMinute
        self.startedAt = startedAt
        returned = .zero
    }

    /// The return as a decision or a memory states it.
    ///
    /// - Parameters:
    ///   - queue: the units that still sleep, in the order in which they wake.
    ///   - pace: of the statement.
    ///   - now: when it was stated.
    package init(queue: [Int], pace: ReturnPace, statedAt now: MonotonicInstant) {
        self.queue = queue
        rampPerMinute = pace.rampPerMinute
        startedAt = now.advanced(by: TimeSpan(nanoseconds: -pace.elapsed.nanoseconds))
        returned = pace.returned
    }

    /// Goes on under a new plan: what has returned already counts, so that new plans neither hasten nor stall it.
    func replanned(_ queue: [Int]) -> RestoreRamp {
        var ramp = self
        ramp.queue = queue
        ramp.next = 0
        return ramp
    }

    /// Whether every unit of it has woken.
    package var isFinished: Bool { next == queue.count }

    /// Units that still sleep and will return, in order.
    package var waiting: ArraySlice<Int> { queue[next...] }

    /// The pace as of now; nil without a ramp.
    func pace(at now: MonotonicInstant) -> ReturnPace? {
        guard rampPerMinute > .zero else { return nil }
        return ReturnPace(
            rampPerMinute: rampPerMinute, elapsed: now.since(startedAt), returned: returned)
    }

    /// When the last of those that have returned woke; the start before any has.
    package var lastWake: MonotonicInstant { moment(ofReturning: returned) }

    /// The pace as of the last wake: a return that is taken up after an outage goes on from there.
    package var paceOfLastWake: ReturnPace? { pace(at: lastWake) }

    /// Wakes the units of the first moment that has come; nil when none has.
    ///
    /// - Parameters:
    ///   - limit: moments up to this one have come.
    ///   - ratedPower: of every unit of the site.
    /// - Returns: the units and the moment at which they wake.
    package mutating func wake(through limit: MonotonicInstant, ratedPower: [Power]) -> Step? {
        guard let moment = deadline(ratedPower: ratedPower), moment <= limit else { return nil }
        let first = next
        if rampPerMinute > .zero {
            let allowed = allowance(at: moment).microwatts
            while next < queue.count, returned.microwatts + ratedPower[queue[next]].microwatts <= allowed {
                returned.microwatts += ratedPower[queue[next]].microwatts
                next += 1
            }
        } else {
            next = queue.count
        }
        return Step(at: moment, units: queue[first..<next])
    }

    /// Units that may wake by now.
    mutating func advance(to now: MonotonicInstant, ratedPower: [Power]) -> [Int] {
        var units: [Int] = []
        while let step = wake(through: now, ratedPower: ratedPower) { units += step.units }
        return units
    }

    /// When the next unit may wake; nil when all have.
    package func deadline(ratedPower: [Power]) -> MonotonicInstant? {
        guard next < queue.count else { return nil }
        return moment(ofReturning: returned + ratedPower[queue[next]])
    }

    /// When the last unit may wake; nil when all have.
    func end(ratedPower: [Power]) -> MonotonicInstant? {
        guard next < queue.count else { return nil }
        return moment(
            ofReturning: waiting.reduce(returned) {
                Power(microwatts: $0.microwatts + ratedPower[$1].microwatts)
            })
    }

    /// When so much in all may have returned, rounded up to the second.
    private func moment(ofReturning power: Power) -> MonotonicInstant {
        guard rampPerMinute > .zero else { return startedAt }
        let span = Int128(power.microwatts) * 60
        let ramp = Int128(rampPerMinute.microwatts)
        let seconds = min((span + ramp - 1) / ramp, Self.longestSeconds)
        return startedAt.advanced(by: .seconds(Int64(seconds)))
    }

    /// The load that may have returned by a moment, a whole number of seconds from the start.
    private func allowance(at moment: MonotonicInstant) -> Power {
        let seconds = Int128(moment.since(startedAt).nanoseconds / 1_000_000_000)
        // Beyond the longest span everything returns.
        guard seconds < Self.longestSeconds else { return Power(microwatts: .max) }
        return Power(microwatts: Int64(clamping: Int128(rampPerMinute.microwatts) * seconds / 60))
    }

    /// A ramp so slow that it would take longer is as good as none.
    private static var longestSeconds: Int128 {
        1_000_000_000
    }
}
