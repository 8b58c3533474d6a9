package import CurtailmentEngine
package import GridUnits
package import Settlement

/// Settles the live site: load by steps between fleet reports, closed by interval, priced when the price is known.
///
/// It is fed with the engine's own inputs only, so that a restart rebuilds it from the recorded ones.
package struct SettlementBook: Sendable {
    /// Sums of the operating day that the last settled interval or the clock is in.
    package private(set) var today = DayTotals()
    /// Intervals that ended and wait for their price.
    package private(set) var unpriced: [IntervalEnergy] = []

    private var policy: SitePolicy
    private var hashprice: Money
    /// The hashprice in force at the end of each interval that waits or is kept.
    private var hashprices: [UTCInstant: Money] = [:]
    /// What is settled, for corrections of its price.
    private var settled: [UTCInstant: [IntervalEnergy]] = [:]
    private var levels: [Level]
    private var since: UTCInstant?
    private var closedBefore: UTCInstant?
    private var real = IntervalBook(evidence: .confirmed, isShadow: false)
    private var shadow = IntervalBook(evidence: .confirmed, isShadow: true)
    private var prices: [UTCInstant: EnergyPrice] = [:]

    /// What one group draws and what it does not draw because of us.
    private struct Level: Hashable, Sendable {
        var consumed: Power
        var curtailed: Power = .zero
        /// What would be curtailed, in shadow mode.
        var shadow: Power = .zero
    }

    /// Intervals and prices kept for each other: ten days.
    static let keptIntervals = 960

    package init(policy: SitePolicy) {
        self.policy = policy
        hashprice = policy.economics.dollarsPerPetahashDay
        levels = Self.idleLevels(policy)
    }

    private static func idleLevels(_ policy: SitePolicy) -> [Level] {
        policy.groups.map { Level(consumed: $0.ratedPower) } + [Level(consumed: policy.fixedLoad)]
    }

    /// Takes up recorded inputs, oldest first, for the intervals that are not settled yet.
    ///
    /// - Parameters:
    ///   - history: inputs from before the first unsettled interval on.
    ///   - unsettledFrom: intervals that end at or before this are in the ledger already.
    package mutating func rebuild(from history: [EngineInput], unsettledFrom: UTCInstant) {
        defer {
            // The last report may be old: a stretch that begins in a closed interval would be refused whole.
            if let since, since < unsettledFrom { accrue(to: unsettledFrom) }
            _ = real.close(before: unsettledFrom)
        }
        for input in history {
            switch input.event {
            case .fleet(let report):
                accrue(to: input.at)
                take(report)
            case .clockStepped(let step): takeClockStep(step, at: input.at)
            case .started, .signal, .frequency, .command, .timer, .policy, .ledger: break
            }
        }
    }

    /// Takes a reloaded policy; groups go on at their levels, by name, until the next fleet report.
    package mutating func replace(policy new: SitePolicy, at now: UTCInstant) {
        accrue(to: now)
        let known = Dictionary(zip(policy.groups.map(\.name), levels)) { first, _ in first }
        levels = Self.idleLevels(new)
        for (index, group) in new.groups.enumerated() where group.isCommanded {
            if let level = known[group.name] { levels[index] = level }
        }
        policy = new
    }

    /// Takes up what the run before left: the sums settled of the present day, and the hashprice it had heard.
    package mutating func resume(_ totals: DayTotals, hashprice heard: Money?) {
        today = totals
        hashprice = heard ?? hashprice
    }

    /// Follows one step of the engine.
    mutating func take(_ input: EngineInput, output: EngineOutput, engine: CurtailmentEngine) {
        if case .clockStepped(let step) = input.event { takeClockStep(step, at: input.at) }
        if case .signal(let stamped) = input.event, case .hashprice(let signal) = stamped.signal {
            hashprice = signal.dollarsPerPetahashDay
        }
        if case .fleet(let report) = input.event {
            accrue(to: input.at)
            take(report)
        }
        guard let decision = output.decision else { return }
        accrue(to: input.at)
        for group in policy.groups.indices { levels[group].shadow = engine.shadowCurtailed(ofGroup: group) }
        for (group, power) in engine.ratedPower(ofUnits: decision.wakes) {
            let name = policy.groups[group].name
            // A restart before the open intervals can only come from a step of the clock; it is not booked.
            if decision.mode == .armed {
                try? real.restart(group: name, power: power, at: input.at)
            } else {
                try? shadow.restart(group: name, power: power, at: input.at)
            }
        }
    }

    /// The time up to the step has passed on the old wall clock; from then on the new one counts.
    private mutating func takeClockStep(_ step: Int64, at now: UTCInstant) {
        if since != nil { accrue(to: now.advanced(byNanoseconds: -step)) }
        since = now
    }

    private mutating func take(_ report: FleetReport) {
        // A report of another policy, recorded before a start with a new one, has other groups.
        guard report.groups.count == policy.groups.count else { return }
        for (group, load) in report.groups.enumerated() where group < policy.groups.count {
            guard policy.groups[group].isCommanded else { continue }
            levels[group].consumed = load.confirmed
            levels[group].curtailed = load.curtailed
        }
    }

    /// Accrues every group at its level from the last change to now.
    private mutating func accrue(to now: UTCInstant) {
        defer { since = now }
        guard let since, since < now else { return }
        let names = policy.groups.map(\.name) + [IntervalEnergy.fixedLoadName]
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

    /// Takes a price; a 15-minute price settles its interval.
    ///
    /// - Returns: rows for the ledger.
    package mutating func take(_ signal: PriceSignal, at now: UTCInstant) -> [LedgerRecord] {
        guard signal.market == .rtm else { return [] }
        let interval = SettlementInterval(containing: signal.start)
        guard interval.start == signal.start else { return [] }
        let before = prices.updateValue(signal.price, forKey: interval.start)
        if prices.count > Self.keptIntervals, let oldest = prices.keys.min() { prices[oldest] = nil }
        guard let before, before != signal.price else { return settle(at: now) }
        return settle(at: now) + correct(interval, from: before, to: signal.price, at: now)
    }

    /// Settles an interval anew: the ledger takes the rows as revisions of those that stand.
    private mutating func correct(
        _ interval: SettlementInterval, from old: EnergyPrice, to new: EnergyPrice, at now: UTCInstant
    ) -> [LedgerRecord] {
        var records: [LedgerRecord] = []
        for energy in settled[interval.start] ?? [] {
            records.append(.interval(energy, price: new, at: now))
            let claims = claims(for: energy, at: new)
            records.append(contentsOf: claims.map { .claim($0, at: now) })
            guard !energy.isShadow, isToday(interval) else { continue }
            for claim in self.claims(for: energy, at: old) { today.remove(claim) }
            for claim in claims { today.add(claim) }
        }
        return records
    }

    /// Closes the intervals that have ended.
    ///
    /// - Returns: rows for the ledger.
    package mutating func close(at now: UTCInstant) -> [LedgerRecord] {
        let current = SettlementInterval(containing: now)
        startDay(of: now)
        // A report after the interval's end may have accrued beyond it already: what counts is what was closed.
        guard since != nil, closedBefore != current.start else { return [] }
        closedBefore = current.start
        accrue(to: now)
        let closed = real.close(before: current.start) + shadow.close(before: current.start)
        for energy in closed { hashprices[energy.interval.start] = hashprice }
        unpriced += closed
        while hashprices.count > Self.keptIntervals, let oldest = hashprices.keys.min() {
            hashprices[oldest] = nil
            settled[oldest] = nil
        }
        if unpriced.count > Self.keptIntervals * levels.count {
            unpriced.removeFirst(unpriced.count - Self.keptIntervals * levels.count)
        }
        return settle(at: now)
    }

    private mutating func startDay(of now: UTCInstant) {
        let day = MarketTimeZone.centralPrevailing.operatingDay(of: now)
        guard today.day != day else { return }
        today = DayTotals()
        today.day = day
    }

    private mutating func settle(at now: UTCInstant) -> [LedgerRecord] {
        var records: [LedgerRecord] = []
        var waiting: [IntervalEnergy] = []
        for energy in unpriced {
            guard let price = prices[energy.interval.start] else {
                waiting.append(energy)
                continue
            }
            records.append(.interval(energy, price: price, at: now))
            records.append(contentsOf: claims(for: energy, at: price).map { .claim($0, at: now) })
            settled[energy.interval.start, default: []].append(energy)
        }
        unpriced = waiting
        for case .claim(let claim, _) in records where !claim.isShadow { addToDay(claim) }
        for case .interval(let energy, _, _) in records where !energy.isShadow {
            guard isToday(energy.interval) else { continue }
            today.curtailed += energy.curtailed
        }
        return records
    }

    private mutating func addToDay(_ claim: Claim) {
        guard isToday(claim.interval) else { return }
        today.add(claim)
    }

    private func isToday(_ interval: SettlementInterval) -> Bool { interval.key().operatingDay == today.day }

    /// None for the fixed load and for a group that the policy no longer has.
    private func claims(for energy: IntervalEnergy, at price: EnergyPrice) -> [Claim] {
        guard let group = policy.groups.first(where: { $0.name == energy.group }) else { return [] }
        let hashprice = hashprices[energy.interval.start] ?? hashprice
        let terms = try? group.settlementTerms(policy: policy, hashprice: hashprice)
        return (try? terms?.claims(for: energy, at: price)) ?? []
    }
}

extension GroupPolicy {
    /// What this group's megawatt-hours cost and are worth.
    ///
    /// - Throws: `AmountOutOfRange` when the configured numbers do not fit.
    package func settlementTerms(
        policy: SitePolicy, hashprice: Money
    ) throws(AmountOutOfRange) -> SettlementTerms {
        SettlementTerms(
            lossFactor: policy.economics.lossFactor, adder: policy.economics.adder,
            breakEven: try breakEven(economics: policy.economics, hashprice: hashprice),
            restartCostPerMegawatt: policy.price?.restartCostPerMegawatt ?? .zero)
    }
}
