import GridUnits

/// Chooses units for a load target: cheapest megawatt first, what sleeps stays asleep, never above the ceiling.
struct Planner {
    let model: SiteModel
    /// Units that are asleep by our plan now.
    let asleep: UnitSet
    let states: [UnitState]
    /// Whether units that were not read yet are left as they are.
    var sparesUnread = false

    /// Units to put to sleep and to wake, each in the order in which it has to happen.
    struct Plan: Hashable, Sendable {
        var sleeps: [Int] = []
        var wakes: [Int] = []
    }

    func plan(for target: LoadTarget, available: Power) -> Plan {
        var wanted = UnitSet(unitCount: model.unitCount)
        var shed = Power.zero
        for group in target.groups {
            for unit in model.unitRanges[group] where canSleep(unit) {
                wanted.insert(unit, rated: model.ratedPower[unit])
                shed.microwatts += credit(unit).microwatts
            }
        }
        if let ceiling = target.ceiling {
            let need = available - ceiling
            // Sticky: what sleeps already counts first, so that units are not toggled for nothing.
            let sleeping = model.shedOrder.lazy.filter { asleep.contains[$0] }
            addUnits(until: need, from: sleeping, mayExchange: false, to: &wanted, &shed)
            let awake = model.shedOrder.lazy.filter { !asleep.contains[$0] }
            addUnits(until: need, from: awake, mayExchange: true, to: &wanted, &shed)
        }
        return difference(to: wanted)
    }

    /// A unit that sleeps on its own account cannot be shed again.
    private func canSleep(_ unit: Int) -> Bool {
        if asleep.contains[unit] { return true }
        return states[unit] != .notOurs && !(sparesUnread && states[unit] == .unconfirmed)
    }

    /// What a sleeping unit takes off the load: nothing while it does not follow, so that others replace it.
    private func credit(_ unit: Int) -> Power {
        switch states[unit] {
        case .refusing, .unreachable: .zero
        case .running, .shedding, .asleep, .waking, .notOurs, .unconfirmed: model.ratedPower[unit]
        }
    }

    private func addUnits(
        until need: Power, from candidates: some Sequence<Int>, mayExchange: Bool, to wanted: inout UnitSet,
        _ shed: inout Power
    ) {
        guard shed < need else { return }
        var chosen: [Int] = []
        for unit in candidates where !wanted.contains[unit] && canSleep(unit) {
            wanted.insert(unit, rated: model.ratedPower[unit])
            shed += credit(unit)
            if credit(unit) > .zero { chosen.append(unit) }
            if shed >= need { break }
        }
        trimWhole(chosen, until: need, wanted: &wanted, &shed)
        if mayExchange { trimByExchange(chosen, until: need, wanted: &wanted, &shed) }
    }

    /// Takes back whole units beyond the need.
    private func trimWhole(_ chosen: [Int], until need: Power, wanted: inout UnitSet, _ shed: inout Power) {
        var excess = shed - need
        for unit in chosen.reversed() where model.ratedPower[unit] <= excess && excess > .zero {
            wanted.remove(unit, rated: model.ratedPower[unit])
            shed -= model.ratedPower[unit]
            excess -= model.ratedPower[unit]
        }
    }

    /// Takes back less than a unit, by exchanging a chosen unit for a smaller one.
    private func trimByExchange(
        _ chosen: [Int], until need: Power, wanted: inout UnitSet, _ shed: inout Power
    ) {
        var excess = shed - need
        for _ in 0..<Self.exchanges where excess > .zero {
            guard let (out, into) = exchange(chosen, excess: excess, wanted: wanted) else { return }
            let gain = model.ratedPower[out] - model.ratedPower[into]
            wanted.remove(out, rated: model.ratedPower[out])
            wanted.insert(into, rated: model.ratedPower[into])
            shed -= gain
            excess -= gain
        }
    }

    /// Exchanges that are tried for one target; each one at least closes in on it.
    private static let exchanges = 4
}

extension Planner {
    /// A chosen unit and a smaller idle one whose difference takes off the most of the excess.
    private func exchange(_ chosen: [Int], excess: Power, wanted: UnitSet) -> (out: Int, into: Int)? {
        let mine = classes(of: chosen.reversed().lazy.filter { wanted.contains[$0] })
        let idle = classes(
            of: model.shedOrder.lazy.filter { !wanted.contains[$0] && canSleep($0) && credit($0) > .zero })
        var best: (out: Int, into: Int)?
        var bestGain = Power.zero
        for (outPower, out) in mine {
            for (intoPower, into) in idle where outPower > intoPower {
                let gain = outPower - intoPower
                guard gain <= excess, gain > bestGain else { continue }
                (best, bestGain) = ((out, into), gain)
            }
        }
        return best
    }

    /// The first unit of each rated power, at most 32 of them, in the order given: sites have few models of miner.
    private func classes(of units: some Sequence<Int>) -> [(power: Power, unit: Int)] {
        var seen: [(power: Power, unit: Int)] = []
        for unit in units {
            guard !seen.contains(where: { $0.power == model.ratedPower[unit] }) else { continue }
            seen.append((model.ratedPower[unit], unit))
            if seen.count == 32 { break }
        }
        return seen
    }

    /// Sleeps in shed order; wakes the most valuable and most efficient first.
    private func difference(to wanted: UnitSet) -> Plan {
        var plan = Plan()
        guard wanted.contains != asleep.contains else { return plan }
        plan.sleeps.reserveCapacity(max(0, wanted.count - asleep.count))
        plan.wakes.reserveCapacity(max(0, asleep.count - wanted.count))
        for unit in model.shedOrder where wanted.contains[unit] && !asleep.contains[unit] {
            plan.sleeps.append(unit)
        }
        for unit in model.shedOrder.reversed() where asleep.contains[unit] && !wanted.contains[unit] {
            plan.wakes.append(unit)
        }
        return plan
    }
}
