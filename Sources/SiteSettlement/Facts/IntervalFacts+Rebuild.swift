import CurtailmentEngine
import GridUnits
import Settlement

extension IntervalFacts {
    /// The settlement point price rebuilt from the LMPs of SCED runs; nil where they do not cover the interval.
    ///
    /// By time alone and without adders: nothing that arrives here says what the zone drew or what was added.
    func rebuiltPrice(in interval: SettlementInterval) -> EnergyPrice? {
        guard !lmps.isEmpty else { return nil }
        return try? PriceRebuild(weighting: .time).price(of: interval, from: lmps)
    }

    /// What was awarded to a program for the interval, weighted by the time it covers; nil where nothing was.
    func awarded(_ program: Program, in market: Market, of interval: SettlementInterval) -> Power? {
        let mine = awards.filter { $0.program == program && $0.market == market }
        guard !mine.isEmpty else { return nil }
        let length = Int128(SettlementInterval.lengthSeconds) * 1_000_000_000
        return mine.reduce(.zero) { sum, award in
            let covered = min(award.end, interval.end).nanoseconds(since: max(award.start, interval.start))
            let part = (Int128(award.power.microwatts) * Int128(max(covered, 0))).dividedHalfToEven(
                by: length)
            return sum + Power(microwatts: Int64(clamping: part))
        }
    }
}
