package import GridMarket
import CurtailmentEngine
import GridUnits

extension IntervalSettlement {
    /// The payments that come whether or not the site curtailed, and next year's transmission charges.
    var capacityClaims: [Claim] {
        var claims: [Claim] = []
        if !facts.awards.isEmpty { claims += Program.allCases.flatMap(ancillaryClaims) + positionClaim }
        for contract in settlement.emergencyResponse { claims += accrual(of: contract) }
        for terms in settlement.coincidentPeak { claims += saving(under: terms) }
        return claims
    }

    /// Day-ahead capacity, and the difference that the real-time award makes.
    ///
    /// The real-time line waits for ERCOT's own award and price; nothing is assumed before.
    private func ancillaryClaims(_ program: Program) -> [Claim] {
        guard let product = program.ancillaryProduct, let prices = facts.capacityPrices[product] else {
            return []
        }
        let sold = facts.awarded(program, in: .dam, of: page.interval)
        let held = facts.awarded(program, in: .rtm, of: page.interval)
        var claims: [Claim] = []
        if let sold, let price = prices.dayAhead {
            let award = AncillaryAward(dayAhead: sold, dayAheadPrice: price, realTime: nil)
            claims += claim(
                .asCapacityDAM, program, at: price, try? award.dayAheadPay(share: contract.qseShare))
        }
        if let held, let price = prices.realTime {
            let award = AncillaryAward(
                dayAhead: sold ?? .zero, dayAheadPrice: .zero, realTime: .init(capacity: held, price: price))
            let amount = try? award.realTimeImbalance(share: contract.qseShare)
            claims += claim(.asImbalanceRT, program, at: price, amount ?? nil)
        }
        return claims
    }

    private func claim(
        _ kind: Claim.Kind, _ program: Program, at price: CapacityPrice, _ amount: Money?
    ) -> [Claim] {
        guard let amount,
            let rate = try? Fraction(whole: Int128(price.microdollarsPerMegawattAndHour)).times(
                contract.qseShare)
        else { return [] }
        return [siteClaim(kind, program: program.rawValue, rate: rate, amount: amount, isEstimate: false)]
    }

    /// The gain of energy bought day-ahead on the real-time price.
    private var positionClaim: [Claim] {
        guard let quantity = facts.awarded(.dayAheadEnergy, in: .dam, of: page.interval), let price,
            let bought = facts.dayAheadPrice,
            let gain = try? DayAheadPosition(quantity: quantity, price: bought).gain(at: price.price)
        else { return [] }
        let difference =
            Int128(price.price.microdollarsPerMegawattHour) - Int128(bought.microdollarsPerMegawattHour)
        return [
            siteClaim(
                .dayAheadPosition, program: Program.dayAheadEnergy.rawValue,
                rate: Fraction(whole: difference),
                amount: gain, isEstimate: price.source != .published, source: price.source)
        ]
    }

    /// Emergency Response Service, accrued: its factors are known when the contract period is over.
    private func accrual(of service: EmergencyResponseContract) -> [Claim] {
        let accrual = try? service.accrual(
            in: page.interval, holidays: settlement.holidays, share: contract.qseShare)
        guard let accrual = accrual ?? nil else { return [] }
        return [
            siteClaim(
                .ersCapacity, program: service.program.rawValue, rate: accrual.rate, amount: accrual.amount,
                isEstimate: true, source: .contract)
        ]
    }

    /// A peak interval's part of next year's saving; contingent until ERCOT publishes the peak.
    private func saving(under terms: CoincidentPeakTerms) -> [Claim] {
        guard let peak = terms.peak(of: page.interval) else { return [] }
        let metered = page.metered(facts)
        let consumed = metered ?? page.total(\.consumed, isShadow: false)
        let baseline = consumed + (meteredCurtailment ?? page.total(\.curtailed, isShadow: false))
        guard let saving = try? terms.saving(consumed: consumed, baseline: baseline),
            let rate = try? Fraction(
                Int128(terms.ratePerMegawattYear.microdollars), over: Int128(terms.peaksPerYear))
        else { return [] }
        return [
            siteClaim(
                .transmission4CPContingent, program: Program.coincidentPeak.rawValue, rate: rate,
                amount: saving, isEstimate: !(peak.isPublished && metered != nil), source: .contract)
        ]
    }

    private func siteClaim(
        _ kind: Claim.Kind, program: String, rate: Fraction, amount: Money, isEstimate: Bool,
        source: ClaimBasis.PriceSource = .published
    ) -> Claim {
        Claim(
            interval: page.interval, group: Claim.siteGroup, kind: kind, program: program, energy: .zero,
            rate: rate, amount: amount, isEstimate: isEstimate, isShadow: false,
            basis: ClaimBasis(priceSource: source))
    }
}

extension Program {
    /// ERCOT's name of the product that the program sells; nil for what sells none.
    package var ancillaryProduct: String? {
        switch self {
        case .rrs, .underfrequency: "RRS"
        case .ecrs: "ECRS"
        case .nonSpin: "NSPIN"
        case .regulationUp: "REGUP"
        case .regulationDown: "REGDN"
        case .siteSafety, .transmissionLoadShed, .ers10, .ers30, .basePoint, .dayAheadEnergy, .manual,
            .committedCapability, .coincidentPeak, .price, .schedule, .voluntary:
            nil
        }
    }
}
