import GridMarket
import GridUnits

extension PriceProgram {
    /// What the program wants now, after ``evaluate(model:policy:now:utc:)``.
    func demand(model: SiteModel, policy: PricePolicy, now: MonotonicInstant) -> Demand? {
        // Before the first price nothing is curtailed for price, whatever the stance.
        if isStale, policy.stance == .curtail, overriddenUntil == nil, !known.isEmpty {
            return Demand(
                program: .price, reason: .priceStaleCurtail, bounds: .groups(model.commandedGroups),
                figures: [])
        }
        let groups = model.commandedGroups.filter { holds[$0].isCurtailing }
        guard let first = groups.first, let live = livePrice(policy: policy, now: now) else { return nil }
        return Demand(
            program: .price, reason: reason(group: first, live: live, model: model, policy: policy),
            bounds: .groups(groups), figures: figures(groups: groups, live: live, model: model))
    }

    private func reason(group: Int, live: Known, model: SiteModel, policy: PricePolicy) -> Reason {
        guard !isStale else { return .priceStaleHold }
        guard let price = try? model.policy.economics.marginalPrice(live.signal.price, at: evaluatedAt),
            let comparison = model.comparison(of: price, group: group, policy: policy),
            price <= comparison.breakEven
        else { return .priceAboveBreakEven }
        return comparison.isWorthRestoring ? .priceMinimumDown : .priceWithinHysteresis
    }

    /// Price, then break-even and margin of each group; then what the curtailment gains in an hour.
    private func figures(groups: [Int], live: Known, model: SiteModel) -> [Figure] {
        guard let price = try? model.policy.economics.marginalPrice(live.signal.price, at: evaluatedAt) else {
            return []
        }
        var figures = [Figure("price", microdollars: price, unit: "usd_per_mwh")]
        var gain = Fraction.zero
        for group in groups.prefix(4) {
            guard let breakEven = model.breakEvens[group],
                let margin = try? price.plus(Fraction(-breakEven.numerator, over: breakEven.denominator))
            else { continue }
            let name = groups.count == 1 ? "" : " \(model.policy.groups[group].name)"
            figures.append(Figure("break_even\(name)", microdollars: breakEven, unit: "usd_per_mwh"))
            figures.append(Figure("margin\(name)", microdollars: margin, unit: "usd_per_mwh"))
        }
        for group in groups {
            guard let breakEven = model.breakEvens[group],
                let margin = try? price.plus(Fraction(-breakEven.numerator, over: breakEven.denominator)),
                let megawatts = try? Fraction(
                    Int128(model.groupRated[group].microwatts), over: 1_000_000_000_000),
                let sum = try? gain.plus(margin.times(megawatts))
            else { return figures }
            gain = sum
        }
        figures.append(Figure("gain", microdollars: gain, unit: "usd_per_h"))
        return figures
    }
}

extension Figure {
    /// An exact amount of microdollars, shown in dollars to six places.
    init(_ name: String, microdollars: Fraction, unit: String) {
        let text = DecimalText.format(microdollars.roundedHalfToEven, scale: 6, minimumFraction: 2)
        self.init(name: name, value: text, unit: unit)
    }

    /// Any quantity in the unit people write.
    init(_ name: String, _ value: some Quantity, unit: String) {
        self.init(name: name, value: value.decimal, unit: unit)
    }
}
