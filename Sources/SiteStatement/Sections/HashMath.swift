import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement

/// Hashrate and energy in each other's terms.
enum HashMath {
    /// Dollars per megawatt-hour on average.
    ///
    /// - Parameters:
    ///   - cost: what the energy was worth.
    ///   - energy: at the site meter.
    /// - Returns: rounded to the microdollar; nil of no energy.
    static func meanRate(_ cost: Money, over energy: Energy) -> EnergyPrice? {
        guard energy > .zero,
            let perEnergy = try? Fraction(
                Energy.microwattSecondsPerMegawattHour, over: energy.microwattSeconds),
            let rate = try? Fraction(whole: Int128(cost.microdollars)).times(perEnergy)
        else { return nil }
        return EnergyPrice(stored: Int64(clamping: rate.roundedHalfToEven))
    }

    /// The hash that a mining group's energy would have computed: PH/s times days, to three digits.
    ///
    /// - Parameters:
    ///   - line: of one group.
    ///   - policy: whose efficiency and PUE count.
    /// - Returns: nil for load that does not mine, or that the policy does not know.
    static func petahashDays(_ line: LedgerCredit, policy: SitePolicy?) -> String? {
        guard let policy, let group = policy.groups.first(where: { $0.name == line.label }),
            case .mining(let efficiency) = group.value
        else { return nil }
        // A petahash per second for a day is 86.4 million terahashes; energy is in microjoules.
        let microjoulesPerUnit: Int128 = 1_000_000 * 86_400_000
        guard let draw = try? efficiency.times(policy.economics.powerUsageEffectiveness), draw > .zero,
            let inverse = try? Fraction(draw.denominator, over: draw.numerator),
            let energy = try? Fraction(line.curtailed.microwattSeconds, over: microjoulesPerUnit),
            let amount = try? energy.times(inverse).times(Fraction(whole: 1_000))
        else { return nil }
        return DecimalText.format(amount.roundedHalfToEven, scale: 3, minimumFraction: 3)
    }
}
