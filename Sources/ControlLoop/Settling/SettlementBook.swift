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
    private var mode: SiteMode
    private var levels: [Level]
    private var since: UTCInstant?
    private var real = IntervalBook(evidence: .confirmed, isShadow: false)
    private var shadow = IntervalBook(evidence: .confirmed, isShadow: true)
    private var prices: [UTCInstant: EnergyPrice] = [:]
    private var isRebuilding = false

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
        mode = policy.mode
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
        defer { _ = real.close(before: unsettledFrom) }
        for input in history {
            switch input.event {
            case .fleet(let report):
                accrue(to: input.at)
                take(report)
            case .clockStepped: since = input.at
            case .started, .signal, .frequency, .command, .timer, .policy, .ledger: break
            }
        }
    }

    package mutating func replace(policy: SitePolicy) {
        self.policy = policy
        levels = Self.idleLevels(policy)
    }

    /// Sets the sums of a day that were settled by the run before.
    package mutating func resume(_ totals: DayTotals) { today = totals }

    /// Follows one step of the engine.
    mutating func take(_ input: EngineInput, output: EngineOutput, engine: CurtailmentEngine) {
        if case .clockStepped = input.event { since = input.at }
        if case .signal(let stamped) = input.event, case .hashprice(let signal) = stamped.signal {
            hashprice = signal.dollarsPerPetahashDay
        }
        if case .fleet(let report) = input.event {
            accrue(to: input.at)
            take(report)
        }
        guard let decision = output.decision else { return }
        accrue(to: input.at)
        mode = decision.mode
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

    private mutating func take(_ report: FleetReport) {
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
        prices[interval.start] = signal.price
        if prices.count > Self.keptIntervals, let oldest = prices.keys.min() { prices[oldest] = nil }
        return settle(at: now)
    }

    /// Closes the intervals that have ended.
    ///
    /// - Returns: rows for the ledger.
    package mutating func close(at now: UTCInstant) -> [LedgerRecord] {
        let current = SettlementInterval(containing: now)
        startDay(of: now)
        guard let since, since < current.start else { return [] }
        accrue(to: now)
        unpriced += real.close(before: current.start) + shadow.close(before: current.start)
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
            guard let claims = try? terms(of: energy.group)?.claims(for: energy, at: price) else { continue }
            records.append(contentsOf: claims.map { .claim($0, at: now) })
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

    private func terms(of group: String) -> SettlementTerms? {
        guard let group = policy.groups.first(where: { $0.name == group }) else { return nil }
        return try? group.settlementTerms(policy: policy, hashprice: hashprice)
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
