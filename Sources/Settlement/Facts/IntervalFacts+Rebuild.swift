import GridMarket
import CurtailmentEngine
package import GridUnits

extension IntervalFacts {
    /// The settlement point price rebuilt from the LMPs of SCED runs; nil where they do not cover the interval.
    ///
    /// By time alone and without adders: nothing that arrives here says what the zone drew or what was added.
    package func rebuiltPrice(in interval: SettlementInterval) -> EnergyPrice? {
        guard !lmps.isEmpty else { return nil }
        return try? PriceRebuild(weighting: .time).price(of: interval, from: lmps)
    }

    /// What was awarded to a program in an interval: megawatts times the time for which they were.
    ///
    /// - Returns: exact for whole seconds; nil where nothing was awarded.
    func awarded(_ program: Program, in market: Market, of interval: SettlementInterval) -> Energy? {
        let mine = awards.filter { $0.program == program && $0.market == market }
        guard !mine.isEmpty else { return nil }
        return mine.reduce(.zero) { sum, award in
            let covered = min(award.end, interval.end).nanoseconds(since: max(award.start, interval.start))
            return sum + award.power.energy(overNanoseconds: max(covered, 0))
        }
    }
}
