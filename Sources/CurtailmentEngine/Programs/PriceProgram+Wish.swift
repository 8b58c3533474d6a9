import GridMarket
import GridUnits

extension PriceProgram {
    /// The wish of the program after its evaluation.
    func wish(_ policy: PricePolicy, site: SiteModel, now: MonotonicInstant) -> Wish? {
        // Before the first price nothing is curtailed for price, whatever the stance.
        if isStale, policy.stance == .curtail, overriddenUntilUTC == nil, !known.isEmpty {
            return Wish(program: .price, reason: .priceStaleCurtail, bounds: .groups(site.commandedGroups))
        }
        guard let first = site.commandedGroups.first(where: { holds[$0].isCurtailing }),
            let live = livePrice(policy: policy, now: now)
        else { return nil }
        return Wish(
            program: .price, reason: reason(group: first, live: live, site: site, policy: policy),
            bounds: .groups(site.commandedGroups.filter { holds[$0].isCurtailing }))
    }

    private func reason(group: Int, live: Known, site: SiteModel, policy: PricePolicy) -> Reason {
        guard !isStale else { return .priceStaleHold }
        guard let evaluatedAt,
            let price = try? site.policy.economics.marginalPrice(live.signal.price, at: evaluatedAt.utc),
            let comparison = site.comparison(of: price, group: group, policy: policy),
            price <= comparison.breakEven
        else { return .priceAboveBreakEven }
        return comparison.isWorthRestoring ? .priceMinimumDown : .priceWithinHysteresis
    }

    /// Price, then break-even and margin of each group; then what the curtailment gains in an hour.
    func figures(of wish: Wish, site: SiteModel, books: ProgramBooks) -> [Figure] {
        guard wish.reason != .priceStaleCurtail, let policy, let evaluatedAt,
            let live = livePrice(policy: policy, now: evaluatedAt.now),
            let price = try? site.policy.economics.marginalPrice(live.signal.price, at: evaluatedAt.utc)
        else { return [] }
        let groups = wish.bounds.groups
        var figures = [Figure("price", microdollars: price, unit: "usd_per_mwh")]
        var gain = Fraction.zero
        for group in groups.prefix(4) {
            guard let breakEven = site.breakEvens[group],
                let margin = try? price.plus(Fraction(-breakEven.numerator, over: breakEven.denominator))
            else { continue }
            let name = groups.count == 1 ? "" : " \(site.policy.groups[group].name)"
            figures.append(Figure("break_even\(name)", microdollars: breakEven, unit: "usd_per_mwh"))
            figures.append(Figure("margin\(name)", microdollars: margin, unit: "usd_per_mwh"))
        }
        for group in groups {
            guard let breakEven = site.breakEvens[group],
                let margin = try? price.plus(Fraction(-breakEven.numerator, over: breakEven.denominator)),
                let megawatts = try? Fraction(
                    Int128(site.groupRated[group].microwatts), over: 1_000_000_000_000),
                let sum = try? gain.plus(margin.times(megawatts))
            else { return figures }
            gain = sum
        }
        figures.append(Figure("gain", microdollars: gain, unit: "usd_per_h"))
        return figures
    }

    func marginalPrice(site: SiteModel, now: MonotonicInstant) -> Fraction? {
        guard let policy, let evaluatedAt, let live = livePrice(policy: policy, now: now) else { return nil }
        return try? site.policy.economics.marginalPrice(live.signal.price, at: evaluatedAt.utc)
    }

    var conditions: [(kind: Alarm.Kind, text: String)] {
        guard let policy, isStale else { return [] }
        return [(.priceStale, "No price for \(policy.staleAfter.decimalSeconds) s: \(policy.stance.text)")]
    }
}

extension Reason {
    /// Running costs more than it earns, by more than a restart costs.
    package static let priceAboveBreakEven = Reason("price_above_break_even")
    /// Curtailed already, and the price has not fallen far enough to return.
    package static let priceWithinHysteresis = Reason("price_within_hysteresis")
    /// Curtailed for less than the shortest time down.
    package static let priceMinimumDown = Reason("price_minimum_down")
    /// Curtailed when every price became stale.
    package static let priceStaleHold = Reason("price_stale_hold")
    /// Every price is stale, and the configuration curtails then.
    package static let priceStaleCurtail = Reason("price_stale_curtail")
}

extension Alarm.Kind {
    /// Every price is older than it may be to decide by.
    package static let priceStale = Alarm.Kind("price_stale", hint: "curtailctl signals")
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
