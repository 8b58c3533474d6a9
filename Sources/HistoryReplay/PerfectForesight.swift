import ControlLoop
import CurtailmentEngine
import GridUnits
import Settlement
import SiteConfiguration
import SiteSettlement

/// What somebody who knew every price would have earned under the same dwell and restart cost.
struct PerfectForesight {
    private let policy: SitePolicy
    private let simulation: SimulationSettings
    private let prices: [UTCInstant: EnergyPrice]
    private let span: (from: UTCInstant, to: UTCInstant)

    init(
        configuration: SiteConfiguration, prices: [UTCInstant: EnergyPrice],
        span: (from: UTCInstant, to: UTCInstant)
    ) {
        policy = configuration.policy
        simulation = configuration.simulation
        self.prices = prices
        self.span = span
    }

    /// Shortest step that schedules are searched on; finer dwells are not searched.
    private static let shortestStepSeconds: Int64 = 60

    /// The optimum of all groups.
    ///
    /// - Returns: nil where it is not known: a ramp or shed and wake times couple the groups and bend the load, and a
    ///   dwell of odd seconds has too many moments. No figure is better than a wrong one.
    var net: Money? {
        guard simulation.shed == .zero, simulation.wake == .zero, policy.restore.rampPerMinute == .zero,
            let step = stepSeconds
        else { return nil }
        var total = Money.zero
        for group in policy.groups where group.isCommanded {
            guard let net = net(of: group, stepSeconds: step) else { return nil }
            total += net
        }
        return total
    }

    private func net(of group: GroupPolicy, stepSeconds: Int64) -> Money? {
        guard
            let terms = try? group.settlementTerms(
                policy: policy, hashprice: policy.economics.dollarsPerPetahashDay)
        else { return nil }
        let stepsPerInterval = SettlementInterval.lengthSeconds / stepSeconds
        // Summed once: a group may have tens of thousands of units, a year as many intervals.
        let whole = group.ratedPower.energy(overNanoseconds: SettlementInterval.lengthSeconds * 1_000_000_000)
        var gains: [Int128] = []
        var interval = SettlementInterval(containing: span.from)
        while interval.start < span.to {
            guard let gain = gain(group.name, whole, interval, terms) else { return nil }
            // A step's gain, times the steps of an interval: whole microdollars stay whole.
            gains.append(contentsOf: repeatElement(Int128(gain.microdollars), count: Int(stepsPerInterval)))
            interval = interval.next
        }
        let restart = Int128(restartCost(group, terms)) * Int128(stepsPerInterval)
        let best = OptimalSchedule.best(
            gains: gains, minimumDown: steps(policy.price?.minimumDown, of: stepSeconds),
            minimumUp: steps(policy.price?.minimumUp, of: stepSeconds), restartCost: restart)
        return Int64(exactly: best.dividedHalfToEven(by: Int128(stepsPerInterval))).map {
            Money(microdollars: $0)
        }
    }

    /// What curtailing the whole group over the whole interval earns; nothing where there is no price.
    private func gain(
        _ group: String, _ whole: Energy, _ interval: SettlementInterval, _ terms: SettlementTerms
    ) -> Money? {
        guard let price = prices[interval.start] else { return .zero }
        let energy = IntervalEnergy(
            interval: interval, group: group, consumed: .zero, curtailed: whole, restarted: .zero,
            evidence: .simulated,
            isShadow: false)
        return try? terms.claims(for: energy, at: price).reduce(.zero) { $0 + $1.amount }
    }

    private func restartCost(_ group: GroupPolicy, _ terms: SettlementTerms) -> Int64 {
        let megawatts = Fraction(whole: Int128(group.ratedPower.microwatts))
        let cost = try? megawatts.times(
            Fraction(Int128(terms.restartCostPerMegawatt.microdollars), over: 1_000_000_000_000))
        return Int64(clamping: cost?.roundedHalfToEven ?? 0)
    }

    /// The longest step that hits every interval boundary and the end of every dwell.
    private var stepSeconds: Int64? {
        var step = SettlementInterval.lengthSeconds
        for dwell in [policy.price?.minimumDown, policy.price?.minimumUp].compactMap(\.self) {
            guard dwell.nanoseconds % 1_000_000_000 == 0 else { return nil }
            var (a, b) = (step, dwell.nanoseconds / 1_000_000_000)
            while b != 0 { (a, b) = (b, a % b) }
            step = a
        }
        return step >= Self.shortestStepSeconds ? step : nil
    }

    private func steps(_ dwell: TimeSpan?, of stepSeconds: Int64) -> Int {
        max(1, Int((dwell ?? .zero).nanoseconds / (stepSeconds * 1_000_000_000)))
    }
}
