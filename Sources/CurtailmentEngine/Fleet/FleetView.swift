import GridMarket
package import GridUnits

/// Turns unit readings into confirmed megawatts and changes of unit state.
///
/// It stands before the engine because readings come by the hundred. Load is counted from what units were read to draw,
/// never from what they acknowledged; a unit that does not answer counts in full.
package struct FleetView: Sendable {
    /// One unit as it is known now.
    package struct Unit: Hashable, Sendable {
        /// The state by its last readings and orders.
        package var state: UnitState = .unconfirmed
        /// At the site meter; nil while unknown.
        package var draw: Power?
        /// The last order to it, until it is confirmed running again.
        package var order: FleetOrder.Action?
        /// When that order was given; nil without one.
        package var orderedAt: MonotonicInstant?
        /// Its last answer; nil before the first.
        package var lastAnswer: UnitReading.Answer?
        /// When it last answered; nil before the first.
        package var answeredAt: MonotonicInstant?
        /// Readings in a row that failed.
        package var misses = 0
    }

    /// A sleeping unit draws at most this share of its rating, in percent.
    static let asleepPercent: Int64 = 10
    /// A running unit draws at least this share of its rating, in percent.
    static let runningPercent: Int64 = 80
    /// How long a unit may take to fall asleep before it counts as refusing.
    static let shedPatience = TimeSpan.seconds(45)
    /// How long a unit may take to run again before it counts as refusing.
    static let wakePatience = TimeSpan.seconds(600)
    /// How long after its waking a unit counts as running though it draws less than its rating.
    static let partialRunAfter = TimeSpan.seconds(120)
    /// Failed readings in a row after which a unit that is not being commanded counts as unreachable.
    static let missesAllowed = 2

    /// Every unit, by its number through all groups.
    package private(set) var units: [Unit]
    private let model: SiteModel
    private let effectiveness: Fraction
    private var confirmed: [Power]
    private var curtailed: [Power]
    private var reported: [FleetReport.GroupLoad] = []
    private var changed: [Int: UnitState] = [:]

    /// A fleet of which nothing has been read.
    package init(policy: SitePolicy) {
        model = SiteModel(policy: policy, hashprice: policy.economics.dollarsPerPetahashDay)
        effectiveness = policy.economics.powerUsageEffectiveness
        units = Array(repeating: Unit(), count: model.unitCount)
        confirmed = model.groupRated
        curtailed = Array(repeating: .zero, count: confirmed.count)
    }

    /// Notes an order that has gone out.
    package mutating func ordered(_ order: FleetOrder, at now: MonotonicInstant) {
        for unit in order.units where units.indices.contains(unit) {
            update(unit) { known in
                // A reminder does not restart the patience.
                if known.order != order.action { known.orderedAt = now }
                known.order = order.action
                switch (order.action, known.state) {
                case (.sleep, .running), (.sleep, .waking), (.sleep, .unconfirmed): known.state = .shedding
                case (.wake, .asleep), (.wake, .shedding), (.wake, .unconfirmed): known.state = .waking
                case (.sleep, _), (.wake, _): break
                }
            }
        }
    }

    /// Marks units that a run before this one put to sleep or woke; they stay unconfirmed until read.
    package mutating func recovered(asleep: [String], returning: [String] = [], at now: MonotonicInstant) {
        for (names, order) in [(asleep, FleetOrder.Action.sleep), (returning, .wake)] {
            for unit in model.units(named: names) where units[unit].order == nil {
                update(unit) { known in
                    known.order = order
                    known.orderedAt = now
                }
            }
        }
    }

    /// Goes on with a reloaded policy: units keep what is known of them under their names.
    ///
    /// - Parameters:
    ///   - policy: the new one.
    ///   - asleep: units that we put to sleep, by name.
    ///   - returning: units that we woke and that are not confirmed running, by name.
    ///   - now: when their patience begins anew.
    package mutating func adopt(
        _ policy: SitePolicy, asleep: [String], returning: [String] = [], at now: MonotonicInstant
    ) {
        var known: [String: (unit: Unit, rated: Power)] = [:]
        for unit in units.indices { known[model.name(ofUnit: unit)] = (units[unit], model.ratedPower[unit]) }
        self = FleetView(policy: policy)
        for unit in units.indices {
            // A rating that changed makes another unit of it.
            guard let before = known[model.name(ofUnit: unit)], before.rated == model.ratedPower[unit] else {
                continue
            }
            update(unit) { $0 = before.unit }
        }
        recovered(asleep: asleep, returning: returning, at: now)
    }

    /// Accepts readings in the order in which they came.
    package mutating func record(_ readings: [UnitReading]) {
        for reading in readings where units.indices.contains(reading.unit) {
            let rated = model.ratedPower[reading.unit]
            let effectiveness = effectiveness
            update(reading.unit) { $0.record(reading, rated: rated, effectiveness: effectiveness) }
        }
    }

    /// The report since the last one.
    ///
    /// - Returns: nil when no unit changed its state and no group moved by a thousandth of its rating.
    package mutating func flush() -> FleetReport? {
        let loads = zip(confirmed, curtailed).map { FleetReport.GroupLoad(confirmed: $0, curtailed: $1) }
        let hasMoved =
            reported.isEmpty
            || zip(loads, reported).enumerated().contains { group, pair in
                let moved = max(pair.0.confirmed, pair.1.confirmed) - min(pair.0.confirmed, pair.1.confirmed)
                return moved.microwatts * 1_000 > model.groupRated[group].microwatts
            }
        guard hasMoved || !changed.isEmpty else { return nil }
        let changes = changed.sorted { $0.key < $1.key }.reduce(into: [FleetReport.Change]()) {
            $0.add([$1.key], state: $1.value)
        }
        changed.removeAll(keepingCapacity: true)
        reported = loads
        return FleetReport(groups: loads, changes: changes)
    }

    /// Confirmed and curtailed power of a group now.
    package func load(ofGroup group: Int) -> FleetReport.GroupLoad {
        FleetReport.GroupLoad(confirmed: confirmed[group], curtailed: curtailed[group])
    }

    private mutating func update(_ unit: Int, _ change: (inout Unit) -> Void) {
        let group = model.groupOfUnit[unit]
        let rated = model.ratedPower[unit]
        let before = units[unit]
        change(&units[unit])
        let after = units[unit]
        confirmed[group] += after.counted(rated: rated) - before.counted(rated: rated)
        curtailed[group] += after.curtailed(rated: rated) - before.curtailed(rated: rated)
        // A unit that never slept is back as well once it was told to wake and reads as running.
        let isBack = before.order == .wake && after.order == nil
        if after.state != before.state || isBack { changed[unit] = after.state }
    }
}

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

    mutating func record(_ reading: UnitReading, rated: Power, effectiveness: Fraction) {
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
