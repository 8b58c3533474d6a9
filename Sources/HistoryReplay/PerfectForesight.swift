import ControlLoop
import CurtailmentEngine
import GridUnits
import Settlement
import SiteConfiguration

/// What somebody who knew every price would have earned.
enum PerfectForesight {
    /// The optimum where nothing links one interval to the next.
    ///
    /// - Returns: nil when dwell, ramp, restart cost or shed and wake times link the intervals: the optimum is then not
    ///   the sum of the best intervals, and no figure is better than a wrong one.
    static func net(
        request: ReplayRequest, prices: [UTCInstant: EnergyPrice], span: (from: UTCInstant, to: UTCInstant)
    ) -> Money? {
        let policy = request.configuration.policy
        guard
            !isLinked(
                request.configuration.policy, shed: request.configuration.simulation.shed,
                wake: request.configuration.simulation.wake)
        else { return nil }
        var net = Money.zero
        for group in policy.groups where group.isCommanded {
            guard
                let terms = try? group.settlementTerms(
                    policy: policy, hashprice: policy.economics.dollarsPerPetahashDay)
            else { return nil }
            let curtailed = group.ratedPower.energy(
                overNanoseconds: SettlementInterval.lengthSeconds * 1_000_000_000)
            for (start, price) in prices where start >= span.from && start < span.to {
                guard let marginal = try? terms.marginalPrice(at: price), marginal > terms.breakEven else {
                    continue
                }
                let energy = IntervalEnergy(
                    interval: SettlementInterval(containing: start), group: group.name, consumed: .zero,
                    curtailed: curtailed, restarted: .zero, evidence: .simulated, isShadow: false)
                guard let claims = try? terms.claims(for: energy, at: price) else { return nil }
                net += claims.reduce(.zero) { $0 + $1.amount }
            }
        }
        return net
    }

    private static func isLinked(_ policy: SitePolicy, shed: TimeSpan, wake: TimeSpan) -> Bool {
        guard shed == .zero, wake == .zero, policy.restore.rampPerMinute == .zero else { return true }
        guard let price = policy.price else { return false }
        return price.minimumDown > .zero || price.minimumUp > .zero || price.restartCostPerMegawatt > .zero
    }
}
