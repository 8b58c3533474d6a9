import GridUnits

/// The engine's knowledge of its units: those it put to sleep, those it wants back, and their states as read.
struct FleetMemory: Hashable, Sendable {
    /// Put to sleep by us and still wanted asleep.
    var asleep: UnitSet
    /// The units that would be asleep, in shadow mode.
    var shadow: UnitSet
    /// Woken by us, not yet confirmed running.
    var returning: UnitSet
    private(set) var states: [UnitState]
    private var loads: [FleetReport.GroupLoad]?
    /// Counts changes in which units can be counted on to shed.
    private(set) var version = 0
    /// Units that cannot be counted on, ours or not.
    private(set) var unreliableCount = 0

    init(model: SiteModel) {
        asleep = UnitSet(unitCount: model.unitCount)
        shadow = asleep
        returning = asleep
        states = Array(repeating: .unconfirmed, count: model.unitCount)
    }

    /// The load the site would draw with none of its units asleep by our order.
    func available(_ model: SiteModel) -> Power {
        model.commandedGroups.reduce(model.uncurtailable) { sum, group in sum + available(group, model) }
    }

    /// The load of the site as last read; a unit that is not read counts in full.
    func confirmed(_ model: SiteModel) -> Power {
        model.commandedGroups.reduce(model.uncurtailable) { sum, group in
            sum + (loads?[group].confirmed ?? model.groupRated[group])
        }
    }

    /// The last report of each group, by the group's name.
    func loadsByName(_ model: SiteModel) -> [String: FleetReport.GroupLoad] {
        guard let loads else { return [:] }
        return Dictionary(zip(model.policy.groups.map(\.name), loads)) { first, _ in first }
    }

    private func available(_ group: Int, _ model: SiteModel) -> Power {
        guard let load = loads?[group] else { return model.groupRated[group] }
        return load.confirmed + load.curtailed
    }

    /// Remembers a report.
    ///
    /// - Returns: units that we woke and that run again.
    mutating func apply(_ report: FleetReport, model: SiteModel) -> [Int] {
        if report.groups.count == model.policy.groups.count { loads = report.groups }
        var returned: [Int] = []
        for change in report.changes {
            apply(change)
            guard change.state == .running, !returning.isEmpty else { continue }
            let back = returning.members(of: change.units)
            returning.remove(back, ratedPower: model.ratedPower)
            // Most reports are of one change: its units are passed on and not copied.
            returned = returned.isEmpty ? back : returned + back
        }
        return returned
    }

    private mutating func apply(_ change: FleetReport.Change) {
        let isReliable = Self.isReliable(change.state)
        var changed = 0
        var known = states.mutableSpan
        for unit in change.units where known.indices.contains(unit) {
            changed += Self.isReliable(known[unit]) == isReliable ? 0 : 1
            known[unit] = change.state
        }
        version += changed
        unreliableCount += isReliable ? -changed : changed
    }

    /// Units of ours that were asked to sleep and do not, for good reason or not.
    func notFollowing() -> [Int] {
        guard unreliableCount > 0 else { return [] }
        return states.indices.filter { asleep.contains[$0] && !Self.isReliable(states[$0]) }
    }

    /// Whether every unit asked to sleep has either done so or been given up on.
    func isShedSettled() -> Bool {
        !states.indices.contains { unit in
            guard asleep.contains[unit] else { return false }
            switch states[unit] {
            case .running, .shedding, .waking, .unconfirmed: return true
            case .asleep, .unreachable, .refusing, .notOurs: return false
            }
        }
    }

    private static func isReliable(_ state: UnitState) -> Bool {
        switch state {
        case .running, .shedding, .asleep, .waking, .unconfirmed: true
        case .unreachable, .refusing, .notOurs: false
        }
    }
}
