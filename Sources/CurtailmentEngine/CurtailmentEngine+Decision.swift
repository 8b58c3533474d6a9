import GridMarket
package import GridUnits

extension CurtailmentEngine {
    /// The changes that a decision makes.
    struct Change {
        let target: LoadTarget
        let available: Power
        let sleeps: [Int]
        let wakes: [Int]
        let pace: ReturnPace?
    }

    func decision(_ change: Change, at utc: UTCInstant) -> Decision {
        let winner = change.target.winner.map(demand)
        return Decision(
            id: nextDecision, at: utc, mode: mode, event: event?.id, state: state,
            available: change.available,
            target: change.target.load, commanded: commanded, confirmed: fleet.confirmed(model),
            winner: winner, runnerUp: change.target.runnerUp.map(demand), rulings: change.target.rulings,
            sleeps: change.sleeps, wakes: change.wakes, pace: change.pace,
            summary: summary(of: change, winner: winner))
    }

    /// The load that the site is asked for: all ratings less those of the units we put to sleep; no reading enters it.
    package var commanded: Power {
        let rated = model.commandedGroups.reduce(model.uncurtailable) { sum, group in
            sum + model.groupRated[group]
        }
        return max(rated - fleet.asleep.power, .zero)
    }

    /// The load of the site as last read; a unit that is not read counts in full.
    package var confirmed: Power { fleet.confirmed(model) }

    /// The load the site would draw with none of its units asleep by our order.
    package var available: Power { fleet.available(model) }

    /// The load the site may draw.
    package var target: Power { weighed?.load ?? available }

    /// Whether a trip, a manual command or an obligation is among what holds the load down now.
    package var isHeldUrgently: Bool { weighed?.isUrgent ?? false }

    /// The hashrate that an hour without these units loses, and the energy cost it saves at the price known now.
    ///
    /// - Parameters:
    ///   - units: numbers through all groups.
    ///   - now: for the choice of the live price.
    /// - Returns: dollars an hour; nil where the numbers do not fit or no price is known.
    package func hourlyValue(
        ofUnits units: [Int], at now: MonotonicInstant
    ) -> (lostHash: Money?, energyAvoided: Money?) {
        var lost = Fraction.zero
        var total = Power.zero
        for (group, power) in ratedPower(ofUnits: units) {
            total += power
            guard let breakEven = model.breakEvens[group],
                let megawatts = try? Fraction(Int128(power.microwatts), over: 1_000_000_000_000),
                let sum = try? lost.plus(breakEven.times(megawatts))
            else { return (nil, nil) }
            lost = sum
        }
        let marginal = programs.lazy.compactMap { [model] in
            $0.program.marginalPrice(site: model, now: now)
        }.first
        let avoided = marginal.flatMap { try? total.energy(overNanoseconds: 3_600_000_000_000).cost(at: $0) }
        return (Int64(exactly: lost.roundedHalfToEven).map { Money(microdollars: $0) }, avoided)
    }

    /// Whether a unit is wanted asleep now: what an order that waited is checked against before it goes out.
    package func wantsAsleep(_ unit: Int) -> Bool { fleet.asleep.contains[unit] }

    /// `group/unit`, the name under which the ledger remembers a unit.
    package func name(ofUnit unit: Int) -> String { model.name(ofUnit: unit) }

    /// The group of a unit.
    package func group(ofUnit unit: Int) -> Int { model.groupOfUnit[unit] }

    /// Rated power of units, by group.
    package func ratedPower(ofUnits units: [Int]) -> [Int: Power] {
        units.reduce(into: [:]) { sums, unit in
            sums[model.groupOfUnit[unit], default: .zero] += model.ratedPower[unit]
        }
    }

    /// The state of the site, by confirmed megawatts.
    package var state: SiteState {
        guard !fleet.asleep.isEmpty else { return fleet.returning.isEmpty ? .running : .restoring }
        guard restore == nil else { return .restoring }
        return fleet.isShedSettled() ? .curtailed : .shedding
    }

    /// The demand that holds the load down now and the one behind it.
    package var holding: (winner: Demand?, runnerUp: Demand?) {
        (weighed?.winner.map(demand), weighed?.runnerUp.map(demand))
    }

    /// The demands of every program at an instant without another event, highest rank first.
    ///
    /// - Parameters:
    ///   - utc: the instant, not before the last input.
    ///   - now: the same on the monotonic clock.
    /// - Returns: the demands with the numbers that they are by; the engine itself stays as it is.
    package func demands(at utc: UTCInstant, monotonic now: MonotonicInstant) -> [Demand] {
        let asked = asked(at: utc, monotonic: now)
        return asked.wishes.map(asked.demand)
    }

    /// A copy whose programs have been asked at an instant.
    func asked(at utc: UTCInstant, monotonic now: MonotonicInstant) -> CurtailmentEngine {
        var copy = self
        var turn = ProgramTurn(after: now)
        copy.askPrograms(.timer, at: Moment(now: now, utc: utc, available: available), turn: &turn)
        return copy
    }

    /// The obligations in force, each in the words of the program that answers for it.
    package var obligations: [HeldObligation] {
        books.obligations.standing.map { obligation in
            let slot = programs.first { $0.kind.program == obligation.program }
            return HeldObligation(
                obligation: obligation, text: slot?.program.text(of: obligation) ?? obligation.text)
        }
    }

    private func summary(of change: Change, winner: Demand?) -> String {
        let load = change.target.load.decimal(places: 3)
        let would = mode == .shadow ? "Shadow: would " : ""
        guard let winner else {
            let verb = mode == .shadow ? "restore" : "Restore"
            let pace = change.pace.map { ", \($0.rampPerMinute.decimal(places: 3)) MW a minute" } ?? ""
            return "\(would)\(verb) to \(load) MW\(pace): nothing holds the load down."
        }
        // A higher target than before lets load return, though something still holds the rest.
        let isReturn = lastDecision.map { $0.winner != nil && $0.target < change.target.load } ?? false
        let word = isReturn ? "restore" : "curtail"
        let verb = mode == .shadow ? word : word.prefix(1).uppercased() + word.dropFirst()
        return
            "\(would)\(verb) to \(load) of \(change.available.decimal(places: 3)) MW: \(table.sentence(of: winner))."
            + change.target.rulings.map { " Rule: \($0.sentence)." }.joined()
    }
}
