import GridUnits

/// Lets load return at a limited rate: site-wide, cumulative from the start of the return, in whole units.
///
/// Units return at whole seconds from its start, never before their share has accrued: a site returns thousands of
/// units, and one decision a second is enough for all of them.
struct RestoreRamp: Hashable, Sendable {
    private let rampPerMinute: Power
    private let startedAt: MonotonicInstant
    /// Most valuable first; from `next` on they still sleep.
    private var queue: [Int]
    private var next = 0
    private var returned: Power = .zero

    init(queue: [Int], rampPerMinute: Power, startedAt: MonotonicInstant) {
        self.queue = queue
        self.rampPerMinute = rampPerMinute
        self.startedAt = startedAt
    }

    /// Goes on under a new plan: what has returned already counts, so that new plans neither hasten nor stall it.
    func replanned(_ queue: [Int]) -> RestoreRamp {
        var ramp = self
        ramp.queue = queue
        ramp.next = 0
        return ramp
    }

    var isFinished: Bool { next == queue.count }

    /// Units that still sleep and will return.
    var waiting: ArraySlice<Int> { queue[next...] }

    /// Units that may wake by now.
    mutating func advance(to now: MonotonicInstant, ratedPower: [Power]) -> [Int] {
        let first = next
        guard rampPerMinute.microwatts > 0 else {
            if startedAt <= now { next = queue.count }
            return Array(queue[first..<next])
        }
        while next < queue.count, moment(ofReturning: returned + ratedPower[queue[next]]) <= now {
            returned += ratedPower[queue[next]]
            next += 1
        }
        return Array(queue[first..<next])
    }

    /// When the next unit may wake; nil when all have.
    func deadline(ratedPower: [Power]) -> MonotonicInstant? {
        guard next < queue.count else { return nil }
        return moment(ofReturning: returned + ratedPower[queue[next]])
    }

    /// When so much in all may have returned, rounded up to the second.
    private func moment(ofReturning power: Power) -> MonotonicInstant {
        guard rampPerMinute > .zero else { return startedAt }
        let span = Int128(power.microwatts) * 60
        let ramp = Int128(rampPerMinute.microwatts)
        let seconds = min((span + ramp - 1) / ramp, Self.longestSeconds)
        return startedAt.advanced(by: .seconds(Int64(seconds)))
    }

    /// A ramp so slow that it would take longer is as good as none.
    private static var longestSeconds: Int128 {
        1_000_000_000
    }
}
