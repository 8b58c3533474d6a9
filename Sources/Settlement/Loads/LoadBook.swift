import CurtailmentEngine
import GridUnits

/// The load of the groups by steps between fleet reports, gathered into intervals.
struct LoadBook: Sendable {
    /// The load of one group, and the load it does not draw by our order.
    struct Level: Hashable, Sendable {
        var consumed: Power
        var curtailed: Power = .zero
        /// The load that would be curtailed, in shadow mode.
        var shadow: Power = .zero
    }

    /// A daemon that runs records something every minute; after a longer silence nobody knows what was drawn.
    static let longestSilenceSeconds: Int64 = 120

    /// In the order of the policy's groups, the fixed load last.
    var levels: [Level]
    /// Up to when everything is accrued; nil before the first report.
    var since: UTCInstant?
    var real = IntervalBook(evidence: .confirmed, isShadow: false)
    var shadow = IntervalBook(evidence: .confirmed, isShadow: true)
    /// The account of nobody.
    var unwatched = UnwatchedTime()
    /// Units that would be asleep.
    var shadowUnits: Set<Int> = []
    /// The ramped return that the last decision stated; nil when none is under way.
    var returning: Returning?
    private(set) var names: [String]
    private(set) var isCommanded: [Bool]
    private var units: UnitTable

    init(policy: SitePolicy) {
        levels = Self.idleLevels(policy)
        names = Self.names(policy)
        isCommanded = policy.groups.map(\.isCommanded)
        units = UnitTable(policy: policy)
    }

    /// A book in the middle of its intervals; ``numberUnits(by:)`` has to follow.
    init(
        names: [String], isCommanded: [Bool], levels: [Level], since: UTCInstant?, real: IntervalBook,
        shadow: IntervalBook, unwatched: UnwatchedTime, shadowUnits: Set<Int>, returning: Returning?
    ) {
        self.names = names
        self.isCommanded = isCommanded
        self.levels = levels
        self.since = since
        self.real = real
        self.shadow = shadow
        self.unwatched = unwatched
        self.shadowUnits = shadowUnits
        self.returning = returning
        units = UnitTable()
    }

    /// Numbers the units as the policy in force does.
    mutating func numberUnits(by policy: SitePolicy) {
        units = UnitTable(policy: policy)
        returning?.units = units
    }

    private static func names(_ policy: SitePolicy) -> [String] {
        policy.groups.map(\.name) + [IntervalEnergy.fixedLoadName]
    }

    private static func idleLevels(_ policy: SitePolicy) -> [Level] {
        policy.groups.map { Level(consumed: $0.ratedPower) } + [Level(consumed: policy.fixedLoad)]
    }

    /// Goes on with another policy; groups stay at their levels, by name, until the next fleet report.
    mutating func replace(policy new: SitePolicy, at now: UTCInstant) {
        accrue(to: now)
        let known = Dictionary(zip(names, levels)) { first, _ in first }
        levels = Self.idleLevels(new)
        for (index, group) in new.groups.enumerated() where group.isCommanded {
            if let level = known[group.name] { levels[index] = level }
        }
        names = Self.names(new)
        isCommanded = new.groups.map(\.isCommanded)
        units = UnitTable(policy: new)
        shadowUnits = []
    }

    /// Nothing would be asleep any more, nor return: the mode changed, or a run starts.
    mutating func dropShadow() {
        shadowUnits = []
        returning = nil
    }

    mutating func apply(_ report: FleetReport, at now: UTCInstant) {
        accrue(to: now)
        // A report of another policy, recorded before a start with a new one, has other groups.
        guard report.groups.count == isCommanded.count else { return }
        for (group, load) in report.groups.enumerated() where isCommanded[group] {
            levels[group].consumed = load.confirmed
            levels[group].curtailed = load.curtailed
        }
    }

    /// Books what a decision puts to sleep and wakes.
    ///
    /// - Parameters:
    ///   - decision: what it says of a return replaces what was said before.
    ///   - now: the moment of the input that made it.
    mutating func apply(_ decision: Decision, at now: MonotonicInstant) {
        accrue(to: decision.at)
        if decision.mode == .shadow { shadowUnits.formUnion(decision.sleeps) }
        if let pace = decision.pace {
            returning = Returning(
                ramp: RestoreRamp(queue: decision.wakes, pace: pace, statedAt: now), mode: decision.mode,
                units: units)
            followReturn(through: now, as: decision.at)
        } else {
            returning = nil
            wake(decision.wakes[...], mode: decision.mode, by: units, at: decision.at)
        }
        noteShadow()
    }

    mutating func wake(_ woken: ArraySlice<Int>, mode: SiteMode, by units: UnitTable, at: UTCInstant) {
        if mode == .shadow { shadowUnits.subtract(woken) }
        for (name, power) in zip(units.groupNames, units.power(ofUnits: woken)) where power > .zero {
            // A restart before the open intervals can only come from a step of the clock; it is not booked.
            if mode == .armed {
                try? real.restart(group: name, power: power, at: at)
            } else {
                try? shadow.restart(group: name, power: power, at: at)
            }
        }
    }

    /// Brings the levels up to date with the units that would be asleep.
    mutating func noteShadow() {
        let asleep = units.power(ofUnits: shadowUnits)
        for group in asleep.indices { levels[group].shadow = asleep[group] }
    }

    /// A run begins or goes on after a silence: how the load stood since the last row is believed for a while only.
    ///
    /// - Parameters:
    ///   - last: the instant of the last row before this.
    ///   - now: the instant of this row.
    mutating func resume(after last: UTCInstant, at now: UTCInstant) {
        let believed = last.advanced(bySeconds: Self.longestSilenceSeconds)
        guard let since, max(since, believed) < now else { return }
        accrue(to: max(since, believed))
        unwatched.add(from: max(since, believed), to: now)
        self.since = now
    }

    /// The time up to the step has passed on the old wall clock; from then on the new one counts.
    mutating func noteClockStep(_ step: Int64, at now: UTCInstant) {
        if since != nil { accrue(to: now.advanced(byNanoseconds: -step)) }
        since = now
    }

    /// Closes the intervals that have ended.
    ///
    /// - Returns: their energies, real before shadow.
    mutating func close(before instant: UTCInstant, at now: UTCInstant) -> [IntervalEnergy] {
        // A report after the interval's end may have accrued beyond it already: what counts is what was closed.
        guard since != nil else { return [] }
        accrue(to: now)
        return real.close(before: instant) + shadow.close(before: instant)
    }

    /// Accrues every group at its level from the last change to now.
    mutating func accrue(to now: UTCInstant) {
        guard let since else {
            self.since = now
            return unwatched.add(from: SettlementInterval(containing: now).start, to: now)
        }
        // A clock that was set back while no daemon ran gives no time twice.
        guard since < now else { return }
        defer { self.since = now }
        for (name, level) in zip(names, levels) where level.consumed + level.curtailed > .zero {
            // A stretch that a closed interval refuses lies before a backward step of the clock.
            try? real.accrue(
                group: name, from: since, to: now, startPower: level.consumed, endPower: level.consumed,
                baseline: level.consumed + level.curtailed)
            guard level.shadow > .zero else { continue }
            let remaining = max(level.consumed - level.shadow, .zero)
            try? shadow.accrue(
                group: name, from: since, to: now, startPower: remaining, endPower: remaining,
                baseline: level.consumed)
        }
    }
}
