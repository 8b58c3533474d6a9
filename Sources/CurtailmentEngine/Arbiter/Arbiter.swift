import GridMarket
import GridUnits

/// Weighs wishes lexicographically, the highest rank first: each one acts within what those above it left.
///
/// Ceilings intersect, and a lower rank may only curtail more. A floor binds what ranks below it. Of several set points the
/// one that ranks highest is followed; it binds economic reasons both ways. Economic reasons may only lower the load.
/// Each departure from what a wish wanted is a ``Ruling``.
struct Arbiter {
    private let model: SiteModel
    private let available: Power
    private var ceiling: (power: Power, program: Program)?
    private var floor: (power: Power, program: Program)?
    private var setPoint: (power: Power, program: Program)?
    /// The ceiling of what is not economic, where no floor has lifted it.
    private var limit: Power?
    private var groups: [Int] = []
    /// Those of ``groups`` that are wanted by what is not economic.
    private var bindingGroups: [Int] = []
    /// The range that the wishes weighed so far leave.
    private var load: Power
    private var winner: (wish: Wish, load: Power)?
    private var runnerUp: (wish: Wish, load: Power)?
    private var rulings: [Ruling] = []
    private var isUrgent = false

    /// Weighs wishes.
    ///
    /// - Parameters:
    ///   - wishes: in any order; of equal ranks the earlier one goes first.
    ///   - model: rated powers, and what can never be curtailed.
    ///   - available: what the site would draw with nothing of ours asleep.
    /// - Returns: the load target with everything that was compared.
    static func weigh(_ wishes: [Wish], model: SiteModel, available: Power) -> LoadTarget {
        var arbiter = Arbiter(model: model, available: available)
        let isRanked = zip(wishes, wishes.dropFirst()).allSatisfy { $0.program.rank <= $1.program.rank }
        for wish in isRanked ? wishes : wishes.sorted(by: { $0.program.rank < $1.program.rank }) {
            arbiter.weigh(wish)
        }
        return arbiter.target
    }

    private init(model: SiteModel, available: Power) {
        self.model = model
        self.available = available
        load = available
    }

    private mutating func weigh(_ wish: Wish) {
        let program = wish.program
        var alone = available
        if let power = wish.bounds.ceiling { alone = min(alone, lower(to: power, for: program)) }
        if let power = wish.bounds.setPoint { alone = min(alone, follow(power, for: program)) }
        if !wish.bounds.groups.isEmpty { alone = min(alone, sleep(wish.bounds.groups, for: program)) }
        if let power = wish.bounds.floor { keep(power, for: program) }
        guard wish.bounds.lowersLoad else { return }
        isUrgent = isUrgent || program.isUrgent
        if winner.map({ alone < $0.load }) ?? true {
            runnerUp = winner
            winner = (wish, alone)
        } else if runnerUp.map({ alone < $0.load }) ?? true {
            runnerUp = (wish, alone)
        }
    }

    /// Ceilings intersect: the lowest one stands, whichever rank it has, down to what a floor keeps up.
    private mutating func lower(to power: Power, for program: Program) -> Power {
        let granted = kept(power, for: program)
        bound(to: granted, for: program)
        if !program.isEconomic, granted == power { limit = min(limit ?? power, power) }
        return granted
    }

    /// A group wish is a lower ceiling in whole groups, and is bounded by floors like one.
    private mutating func sleep(_ wanted: [Int], for program: Program) -> Power {
        groups = groups.isEmpty ? wanted : groups + wanted.filter { !groups.contains($0) }
        let alone = kept(remaining(without: wanted), for: program)
        let together = groups.count == wanted.count ? alone : kept(remaining(without: groups), for: nil)
        load = min(load, max(together, .zero))
        if !program.isEconomic { bindingGroups = groups }
        return alone
    }

    private func remaining(without groups: [Int]) -> Power {
        groups.reduce(available) { load, group in load - model.groupRated[group] }
    }

    private mutating func bound(to power: Power, for program: Program) {
        if ceiling.map({ power < $0.power }) ?? true { ceiling = (power, program) }
        load = min(load, power)
    }

    /// Set points compete by priority: the first one is followed, within the ceilings and floors above it.
    private mutating func follow(_ power: Power, for program: Program) -> Power {
        guard !program.isEconomic else {
            note(.economicsOnlyLower, program, over: program, wanted: power, granted: min(power, available))
            return lower(to: power, for: program)
        }
        if let setPoint {
            if setPoint.power != power {
                note(.setPointYields, setPoint.program, over: program, wanted: power, granted: setPoint.power)
            }
            return available
        }
        var granted = kept(power, for: program)
        if let winner, load < granted {
            note(.setPointYields, winner.wish.program, over: program, wanted: power, granted: load)
            granted = load
        }
        setPoint = (granted, program)
        bound(to: granted, for: program)
        return granted
    }

    /// Floors intersect: the highest one stands, as far as a ceiling above it leaves room.
    private mutating func keep(_ power: Power, for program: Program) {
        guard !program.isEconomic else {
            return note(.economicsOnlyLower, program, over: program, wanted: power, granted: available)
        }
        var granted = power
        if let winner, load < power {
            note(.capabilityBreach, winner.wish.program, over: program, wanted: power, granted: load)
            granted = load
        }
        if floor.map({ granted > $0.power }) ?? true { floor = (granted, program) }
    }

    /// The rest of a wish to go down to some load: floors bind what ranks below, a set point what is economic.
    ///
    /// - Parameters:
    ///   - power: the load that is wanted.
    ///   - program: who wants it; nil for several, of which each has been looked at alone.
    /// - Returns: the load that the wish may take the site to.
    private mutating func kept(_ power: Power, for program: Program?) -> Power {
        var granted = power
        if let floor, min(floor.power, load) > granted {
            granted = min(floor.power, load)
            note(.floorBinds, floor.program, over: program, wanted: power, granted: granted)
        }
        if program?.isEconomic ?? true, let setPoint, min(setPoint.power, load) > granted {
            granted = min(setPoint.power, load)
            note(.setPointBinds, setPoint.program, over: program, wanted: power, granted: granted)
        }
        return granted
    }

    private mutating func note(
        _ rule: ConflictRule, _ stands: Program, over yields: Program?, wanted: Power, granted: Power
    ) {
        guard let yields else { return }
        rulings.append(
            Ruling(rule: rule, stands: stands, yields: yields, wanted: max(wanted, .zero), granted: granted))
    }

    private var target: LoadTarget {
        let isFollowed = setPoint != nil && setPoint?.power == ceiling?.power && load == setPoint?.power
        let kept = isFollowed ? floor?.power : [floor?.power, setPoint?.power].compactMap(\.self).max()
        // Where a set point is followed, it decides which groups sleep, and not an economic reason that it binds.
        let sleeping = isFollowed ? bindingGroups : groups
        return LoadTarget(
            ceiling: ceiling?.power, floor: kept.map { min($0, load) }, limit: limit,
            setPoint: isFollowed ? setPoint?.power : nil,
            groups: sleeping.isEmpty ? [] : model.commandedGroups.filter { sleeping.contains($0) },
            load: max(load, min(model.uncurtailable, available)), winner: winner?.wish,
            runnerUp: runnerUp?.wish, rulings: rulings, isUrgent: isUrgent)
    }
}
