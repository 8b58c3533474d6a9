import GridMarket
import CurtailmentEngine
import GridUnits

extension IntervalSettlement {
    /// The worth and the cost of curtailed energy; an amount that does not fit is left out.
    func energyClaims(at price: SettlementPrice, _ terms: [String: SettlementTerms]) -> [Claim] {
        let metered = meteredCurtailment
        guard metered != nil || contract.block != nil else {
            return page.energies.flatMap { energy in
                terms[energy.group].map { plainClaims(energy, $0, at: price) } ?? []
            }
        }
        return [false, true].flatMap { isShadow -> [Claim] in
            parts(isShadow: isShadow, curtailed: isShadow ? nil : metered).flatMap { part in
                terms[part.energy.group].map { claims(of: part, $0, at: price) } ?? []
            }
        }
    }

    /// The usual case: every megawatt-hour is bought at the index, and read from the units.
    private func plainClaims(
        _ energy: IntervalEnergy, _ terms: SettlementTerms, at price: SettlementPrice
    ) -> [Claim] {
        guard energy.curtailed != .zero || energy.restarted != .zero else { return [] }
        let program = program(isShadow: energy.isShadow)
        return ((try? terms.claims(for: energy, at: price.price)) ?? []).map { claim in
            Claim(
                interval: claim.interval, group: claim.group, kind: claim.kind, program: program,
                energy: claim.energy, rate: claim.rate, amount: claim.amount, isEstimate: true,
                isShadow: claim.isShadow,
                basis: basis(price, .readings, energy.evidence, amount: claim.amount, of: claim.kind))
        }
    }

    /// The value of one group's curtailed energy under the contract.
    struct Part {
        let energy: IntervalEnergy
        let split: CurtailmentSplit
        /// Whether the meter says how much it was; the groups share it as they were read.
        let isMetered: Bool
        /// Whether it is no more than the units that slept explain.
        let isExplained: Bool
    }

    /// Shares what the site did not draw among its groups, and what becomes of it among them likewise.
    private func parts(isShadow: Bool, curtailed metered: Energy?) -> [Part] {
        let energies = page.energies.filter { $0.isShadow == isShadow }
        let read = page.total(\.curtailed, isShadow: isShadow)
        // Where no unit was curtailed, a meter below its baseline says nothing about us.
        let isMetered = metered != nil && read != .zero
        let curtailed = isMetered ? metered ?? read : read
        // A block serves the whole site. In shadow all of it ran, and would have drawn what was curtailed less.
        let consumed = page.total(\.consumed, isShadow: false)
        let counted = isShadow || isMetered ? page.metered(facts) : nil
        let ran = counted ?? consumed
        let drawn = isShadow ? ran - curtailed : ran
        let length = TimeSpan.seconds(SettlementInterval.lengthSeconds)
        let split = contract.split(
            baseline: drawn + curtailed, consumed: drawn,
            over: counted == nil ? length - page.unwatched : length)
        let isSold = contract.block?.hasResale == true
        var curtailedShares = Shares(of: curtailed, among: read)
        var avoidedShares = Shares(of: split.avoided, among: read)
        return energies.map { energy in
            let mine = curtailedShares.next(energy.curtailed)
            let avoided = avoidedShares.next(energy.curtailed)
            let inside = mine - avoided
            return Part(
                energy: energy,
                split: CurtailmentSplit(
                    avoided: avoided, resold: isSold ? inside : .zero, unsellable: isSold ? .zero : inside),
                isMetered: isMetered, isExplained: isExplained(curtailed, by: read))
        }
    }

    /// Whether the units that slept explain all that the meter says was curtailed.
    ///
    /// The meter is believed all the same, but a fall of other load, or a hall that tripped, may be in it.
    private func isExplained(_ metered: Energy, by read: Energy) -> Bool {
        let off = read.microwattSeconds * readingUncertainty.numerator
        let most =
            read.microwattSeconds + off.dividedHalfToEven(by: readingUncertainty.denominator)
        return metered.microwattSeconds <= most
    }

    private func claims(of part: Part, _ terms: SettlementTerms, at price: SettlementPrice) -> [Claim] {
        let split = part.split
        var lines: [(kind: Claim.Kind, energy: Energy, rate: Fraction, amount: Money?)] = []
        if split.avoided != .zero, let rate = try? contract.deliveredPrice(at: price.price) {
            lines.append((.energyAvoided, split.avoided, rate, try? split.avoided.cost(at: rate)))
        }
        if split.resold != .zero {
            let rate = contract.resalePrice(at: price.price)
            lines.append((.energyResold, split.resold, rate, try? split.resold.cost(at: rate)))
        }
        if split.curtailed != .zero {
            let lost = try? (Energy.zero - split.curtailed).cost(at: terms.breakEven)
            lines.append((.lostHash, split.curtailed, terms.breakEven, lost))
        }
        let idle = IntervalEnergy(
            interval: page.interval, group: part.energy.group, consumed: .zero, curtailed: .zero,
            restarted: part.energy.restarted, evidence: part.energy.evidence, isShadow: part.energy.isShadow)
        for claim in (try? terms.claims(for: idle, at: price.price)) ?? [] {
            lines.append((claim.kind, claim.energy, claim.rate, claim.amount))
        }
        let evidence = part.isMetered ? IntervalEnergy.Evidence.metered : part.energy.evidence
        let method = part.isMetered ? self.method : .readings
        return lines.compactMap { line in
            guard let amount = line.amount else { return nil }
            return Claim(
                interval: page.interval, group: part.energy.group, kind: line.kind,
                program: program(isShadow: part.energy.isShadow), energy: line.energy, rate: line.rate,
                amount: amount,
                isEstimate: !(part.isMetered && part.isExplained && price.source == .published),
                isShadow: part.energy.isShadow,
                basis: basis(price, method, evidence, amount: amount, of: line.kind))
        }
    }

    /// The program that curtailed, in the interval or until its first instant; empty where none did.
    private func program(isShadow: Bool) -> String {
        (page.curtailments + page.ended).first { $0.isShadow == isShadow }?.program.rawValue ?? ""
    }

    private var method: BaselineMethod {
        page.curtailments.first { !$0.isShadow }?.baseline?.method ?? .readings
    }

    /// Energy that was read from units may be off by a part of it; simulated and metered energy is what it is.
    private func basis(
        _ price: SettlementPrice, _ method: BaselineMethod, _ evidence: IntervalEnergy.Evidence,
        amount: Money, of kind: Claim.Kind
    ) -> ClaimBasis {
        var uncertainty = Money.zero
        if evidence == .confirmed, kind != .restartCost {
            let off = (try? amount.scaled(by: readingUncertainty)) ?? .zero
            uncertainty = Money(microdollars: Int64(clamping: off.microdollars.magnitude))
        }
        return ClaimBasis(priceSource: price.source, method: method, uncertainty: uncertainty)
    }
}

/// Shares an energy in proportion to what each of a number of members has.
///
/// Shares are differences of a running share, so that they add up to the energy, and a member that has nothing gets
/// nothing.
private struct Shares {
    private let total: Energy
    private let whole: Energy
    private var reached = Energy.zero
    private var given = Energy.zero

    /// Begins to share.
    ///
    /// - Parameters:
    ///   - total: what is shared, of any sign.
    ///   - whole: what all members have together; each has zero or more.
    init(of total: Energy, among whole: Energy) {
        self.total = total
        self.whole = whole
    }

    mutating func next(_ part: Energy) -> Energy {
        guard part > .zero, whole > .zero else { return .zero }
        reached += part
        // The product has up to 192 bits, and the quotient is never more than the total.
        let product = total.microwattSeconds.magnitude.multipliedFullWidth(
            by: reached.microwattSeconds.magnitude)
        let quotient = whole.microwattSeconds.magnitude.dividingFullWidth((product.high, product.low))
            .quotient
        let due = Energy(microwattSeconds: total < .zero ? -Int128(quotient) : Int128(quotient))
        defer { given = due }
        return due - given
    }
}
