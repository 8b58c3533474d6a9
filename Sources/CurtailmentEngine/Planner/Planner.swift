import GridUnits

/// Chooses units for a load target: cheapest megawatt first, what sleeps stays asleep, never above the ceiling.
struct Planner {
    let model: SiteModel
    /// Units that are asleep by our plan now.
    let asleep: UnitSet
    let states: [UnitState]
    /// Whether units that were not read yet are left as they are.
    var sparesUnread = false
    /// The load to shed beside the ratings, because sleeping units still draw something.
    var shortfall = Power.zero

    /// Units to put to sleep and to wake, each in the order in which it has to happen.
    struct Plan: Hashable, Sendable {
        var sleeps: [Int] = []
        var wakes: [Int] = []
    }

    func plan(for target: LoadTarget, available: Power) -> Plan {
        var wanted = UnitSet(unitCount: model.unitCount)
        for group in target.groups {
            wanted.insert(model.unitRanges[group], ratedPower: model.ratedPower)
            wanted.remove(sleepless(in: model.unitRanges[group]), ratedPower: model.ratedPower)
        }
        if let ceiling = target.ceiling, ceiling <= model.uncurtailable {
            // Where nothing may run, neither ratings nor an order matter: a trip does not wait for sums of units.
            wanted.insert(model.shedOrder, ratedPower: model.ratedPower)
            wanted.remove(sleepless(in: model.ratedPower.indices), ratedPower: model.ratedPower)
        } else if let ceiling = target.ceiling {
            var shed = target.groups.reduce(Power.zero) { sum, group in
                model.unitRanges[group].reduce(sum) { wanted.contains[$1] ? $0 + credit($1) : $0 }
            }
            let need = available - ceiling + shortfall
            // Sticky: what sleeps already counts first, so that units are not toggled for nothing.
            let sleeping = model.shedOrder.lazy.filter { asleep.contains[$0] }
            addUnits(until: need, from: sleeping, mayExchange: false, to: &wanted, &shed)
            let awake = model.shedOrder.lazy.filter { !asleep.contains[$0] }
            addUnits(until: need, from: awake, mayExchange: true, to: &wanted, &shed)
        }
        if let floor = target.floor { raise(&wanted, to: floor, limit: target.limit, available: available) }
        if let setPoint = target.setPoint {
            round(&wanted, to: setPoint, limit: target.limit, available: available)
        }
        return difference(to: wanted)
    }

    /// A unit that sleeps on its own account cannot be shed again.
    private func canSleep(_ unit: Int) -> Bool {
        asleep.contains[unit] || canSleep(states[unit])
    }

    private func canSleep(_ state: UnitState) -> Bool {
        switch state {
        case .notOurs: false
        case .unconfirmed: !sparesUnread
        case .running, .shedding, .asleep, .waking, .unreachable, .refusing: true
        }
    }

    /// Units that cannot be shed; hardly ever any.
    private func sleepless(in units: Range<Int>) -> [Int] {
        let (sleeping, known) = (asleep.contains.span, states.span)
        var sleepless: [Int] = []
        for unit in units where !sleeping[unit] && !canSleep(known[unit]) { sleepless.append(unit) }
        return sleepless
    }

    /// The load that a sleeping unit takes off: nothing while it does not follow, so that others replace it.
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

    /// Takes back less than a unit, by exchanging chosen units for smaller ones.
    private func trimByExchange(
        _ chosen: [Int], until need: Power, wanted: inout UnitSet, _ shed: inout Power
    ) {
        var excess = shed - need
        for _ in 0..<Self.exchanges where excess > .zero {
            guard let (out, into, gain) = exchange(chosen, excess: excess, wanted: wanted) else { return }
            for unit in out { wanted.remove(unit, rated: model.ratedPower[unit]) }
            for unit in into { wanted.insert(unit, rated: model.ratedPower[unit]) }
            shed -= gain
            excess -= gain
        }
    }

    /// The load of the site with these units asleep.
    private func load(with wanted: UnitSet, available: Power) -> Power {
        let shed = model.shedOrder.reduce(Power.zero) { wanted.contains[$1] ? $0 + credit($1) : $0 }
        return available - shed + shortfall
    }

    /// Takes units back until the load is not below a floor: newly chosen ones before sleepers, the most valuable first.
    private func raise(_ wanted: inout UnitSet, to floor: Power, limit: Power?, available: Power) {
        var load = load(with: wanted, available: available)
        guard load < floor else { return }
        var taken: [Int] = []
        for isSleeper in [false, true] {
            for unit in model.wakeOrder
            where load < floor && wanted.contains[unit] && asleep.contains[unit] == isSleeper {
                let credit = credit(unit)
                guard credit > .zero, load + credit <= limit ?? available else { continue }
                wanted.remove(unit, rated: model.ratedPower[unit])
                load += credit
                taken.append(unit)
            }
        }
        // Whole units overshoot: what fits between the floor and the load sleeps after all.
        for unit in taken where credit(unit) <= load - floor {
            wanted.insert(unit, rated: model.ratedPower[unit])
            load -= credit(unit)
        }
    }

    /// Takes back one unit more where that comes nearer to a set point than staying below it.
    private func round(_ wanted: inout UnitSet, to setPoint: Power, limit: Power?, available: Power) {
        let load = load(with: wanted, available: available)
        var best: (unit: Int, miss: Power)?
        for unit in model.wakeOrder where wanted.contains[unit] && credit(unit) > .zero {
            let raised = load + credit(unit)
            let miss = max(raised, setPoint) - min(raised, setPoint)
            guard miss < best?.miss ?? (setPoint - load), raised <= limit ?? available else { continue }
            best = (unit, miss)
        }
        if let best { wanted.remove(best.unit, rated: model.ratedPower[best.unit]) }
    }

    /// Exchanges that are tried for one target; each one at least closes in on it.
    private static let exchanges = 4
}

extension Planner {
    /// One or two units that stand for each other.
    private struct Option {
        let power: Power
        let units: [Int]
    }

    /// One or two chosen units and one or two idle ones of less power, whose difference takes off the most excess.
    private func exchange(_ chosen: [Int], excess: Power, wanted: UnitSet) -> (
        out: [Int], into: [Int], gain: Power
    )? {
        let mine = options(of: chosen.reversed().lazy.filter { wanted.contains[$0] })
        let idle = options(
            of: model.shedOrder.lazy.filter { !wanted.contains[$0] && canSleep($0) && credit($0) > .zero })
        var best: (out: [Int], into: [Int], gain: Power)?
        for out in mine {
            for into in idle {
                let gain = out.power - into.power
                guard gain > (best?.gain ?? .zero), gain <= excess else { continue }
                best = (out.units, into.units, gain)
            }
        }
        return best
    }

    /// The first two units of each rated power, alone and in pairs: sites have few models of miner.
    private func options(of units: some Sequence<Int>) -> [Option] {
        var first: [Int] = []
        var counts: [Power: Int] = [:]
        for unit in units {
            let count = counts[model.ratedPower[unit], default: 0]
            guard count < 2, count > 0 || counts.count < Self.classes else { continue }
            counts[model.ratedPower[unit]] = count + 1
            first.append(unit)
        }
        var options = first.map { Option(power: model.ratedPower[$0], units: [$0]) }
        for (index, left) in first.enumerated() {
            for right in first[(index + 1)...] {
                options.append(
                    Option(power: model.ratedPower[left] + model.ratedPower[right], units: [left, right]))
            }
        }
        return options
    }

    /// Rated powers that are looked at for an exchange.
    private static let classes = 12

    /// Sleeps in shed order; wakes the most valuable and most efficient first.
    private func difference(to wanted: UnitSet) -> Plan {
        guard wanted.contains != asleep.contains else { return Plan() }
        return Plan(
            sleeps: units(of: wanted, notIn: asleep, inOrder: model.shedOrder),
            wakes: units(of: asleep, notIn: wanted, inOrder: model.wakeOrder))
    }

    private func units(of set: UnitSet, notIn other: UnitSet, inOrder order: [Int]) -> [Int] {
        guard !set.isEmpty else { return [] }
        // Whole sites sleep and wake, most of the time.
        if other.isEmpty, set.count == model.shedOrder.count { return order }
        let (members, others) = (set.contains.span, other.contains.span)
        var units: [Int] = []
        units.reserveCapacity(max(0, set.count - other.count))
        for unit in order where members[unit] && !others[unit] { units.append(unit) }
        return units
    }
}
