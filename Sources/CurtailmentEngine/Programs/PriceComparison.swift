import GridUnits

/// One price held against one break-even, by the rules of the price program.
struct PriceComparison {
    /// Marginal delivered price, microdollars per megawatt-hour.
    let price: Fraction
    let breakEven: Fraction
    /// Break-even minus the hysteresis band.
    let restoreLimit: Fraction
    let policy: PricePolicy

    /// Strictly above, and by more than the restart costs over the shortest curtailment.
    var isWorthCurtailing: Bool {
        guard price > breakEven else { return false }
        guard policy.restartCostPerMegawatt > .zero else { return true }
        // (price − break-even) × hours > restart cost, all per megawatt.
        let shortest = max(policy.minimumDown, .seconds(SettlementInterval.lengthSeconds))
        guard let gain = try? price.plus(Fraction(-breakEven.numerator, over: breakEven.denominator)),
            let hours = try? Fraction(Int128(shortest.nanoseconds), over: 3_600_000_000_000),
            let earned = try? gain.times(hours)
        else { return true }
        return earned > Fraction(whole: Int128(policy.restartCostPerMegawatt.microdollars))
    }

    /// At or below break-even minus the band.
    var isWorthRestoring: Bool { price <= restoreLimit }

    /// The state the price asks for, when it is another than the present one.
    func change(from isCurtailing: Bool) -> Bool? {
        isCurtailing ? (isWorthRestoring ? false : nil) : (isWorthCurtailing ? true : nil)
    }
}
