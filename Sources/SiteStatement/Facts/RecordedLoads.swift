import SitePorts
import GridMarket
import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement

extension [LedgerPolicy] {
    /// The policy in force at an instant; before the first, the first.
    func policy(at instant: UTCInstant) -> SitePolicy? { inForce(at: instant)?.record.policy }

    private func inForce(at instant: UTCInstant) -> LedgerPolicy? { last { $0.at <= instant } ?? first }

    /// The site's load as its units were read; nil of an input that reads none.
    func confirmedLoad(_ input: EngineInput) -> Power? {
        guard case .fleet(let report) = input.event else { return nil }
        return report.groups.reduce(policy(at: input.at)?.fixedLoad ?? .zero) { $0 + $1.confirmed }
    }

    /// The reading of the site's meter; nil for another meter's, for one beyond belief, and for an input that is none.
    func meteredLoad(_ input: EngineInput) -> Power? {
        guard case .signal(let stamped) = input.event, case .meter(let reading) = stamped.signal else {
            return nil
        }
        guard let inForce = inForce(at: input.at), let power = reading.power,
            inForce.largestPlausibleLoad.covers(metered: power)
        else { return nil }
        let meter = inForce.record.settlement.meter
        return meter == nil || meter == reading.meter ? power : nil
    }
}
