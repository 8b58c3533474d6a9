import SiteSettlement
import CurtailmentEngine
import GridUnits
import Settlement

/// What being down is worth, added up second by second over a span, exactly.
///
/// Within an interval it grows evenly. Load that falls or rises linearly from a moment on earns as much as the mean of
/// the sums over the movement says, so that the value of every schedule is a sum of such means.
struct GainCurve {
    /// Seconds since 1970.
    let from: Int64
    let to: Int64
    private let firstInterval: Int64
    /// Microdollars for the whole of each interval.
    private let gains: [Int64]
    /// The sum at the start of each piece, in microdollars × 900.
    private let sums: [Int128]
    /// Twice the area under the sum at the start of each piece, in microdollars × 900 × seconds.
    private let areas: [Int128]

    /// Adds up the gains of whole intervals.
    ///
    /// - Parameters:
    ///   - gains: microdollars for being down over each whole interval that the span touches.
    ///   - from: start of the span, in seconds since 1970.
    ///   - to: its end.
    init(gains: [Int64], from: Int64, to: Int64) {
        self.gains = gains
        self.from = from
        self.to = to
        firstInterval =
            SettlementInterval(containing: UTCInstant(secondsSinceEpoch: from)).start
            .secondsSinceEpoch
        var sum: Int128 = 0
        var area: Int128 = 0
        var sums: [Int128] = [0]
        var areas: [Int128] = [0]
        sums.reserveCapacity(gains.count + 1)
        areas.reserveCapacity(gains.count + 1)
        for (index, gain) in gains.enumerated() {
            let start = firstInterval + Int64(index) * SettlementInterval.lengthSeconds
            let length = Int128(min(start + SettlementInterval.lengthSeconds, to) - max(start, from))
            area += (2 * sum + Int128(gain) * length) * length
            sum += Int128(gain) * length
            sums.append(sum)
            areas.append(area)
        }
        self.sums = sums
        self.areas = areas
    }

    /// The sum up to a moment, in microdollars × 900.
    func sum(to moment: Int64) -> Int128 {
        guard moment > from else { return 0 }
        guard moment < to else { return sums[gains.count] }
        let (piece, elapsed) = place(of: moment)
        return sums[piece] + Int128(gains[piece]) * elapsed
    }

    /// Twice the area under the sum from a moment on, in microdollars × 900 × seconds.
    func twiceArea(from moment: Int64, seconds: Int64) -> Int128 {
        twiceArea(to: moment + seconds) - twiceArea(to: moment)
    }

    private func twiceArea(to moment: Int64) -> Int128 {
        guard moment > from else { return 0 }
        guard moment < to else {
            return areas[gains.count] + 2 * sums[gains.count] * Int128(moment - to)
        }
        let (piece, elapsed) = place(of: moment)
        return areas[piece] + (2 * sums[piece] + Int128(gains[piece]) * elapsed) * elapsed
    }

    private func place(of moment: Int64) -> (piece: Int, elapsed: Int128) {
        let piece = (moment - firstInterval) / SettlementInterval.lengthSeconds
        let start = max(from, firstInterval + piece * SettlementInterval.lengthSeconds)
        return (Int(piece), Int128(moment - start))
    }

    /// The stretches in which being down earns something, widened on both sides and joined where they touch.
    func profitable(widenedBySeconds margin: Int64) -> [ClosedRange<Int64>] {
        var stretches: [ClosedRange<Int64>] = []
        for (index, gain) in gains.enumerated() where gain > 0 {
            let start = firstInterval + Int64(index) * SettlementInterval.lengthSeconds
            let range =
                max(from, start - margin)...min(to, start + SettlementInterval.lengthSeconds + margin)
            if let last = stretches.last, range.lowerBound <= last.upperBound {
                stretches[stretches.count - 1] = last.lowerBound...range.upperBound
            } else {
                stretches.append(range)
            }
        }
        return stretches
    }
}

/// What settles a span: prices, and the hashprices that were heard on the way.
struct SettlementHistory {
    let policy: SitePolicy
    let prices: [UTCInstant: EnergyPrice]
    /// In the order of their moments.
    let hashprices: [(at: UTCInstant, dollars: Money)]
    let span: (from: UTCInstant, to: UTCInstant)

    /// A gain beyond this many microdollars for an interval is no money, and sums of it would not fit.
    private static let largestGain: Int64 = 1_000_000_000_000_000

    /// What curtailing a whole group over each whole interval earns; nothing where there is no price.
    ///
    /// - Returns: microdollars for each interval that the span touches.
    /// - Throws: `AmountOutOfRange`.
    func gains(of group: GroupPolicy) throws(AmountOutOfRange) -> [Int64] {
        // Summed once: a group may have tens of thousands of units, a year as many intervals.
        let whole = group.ratedPower.energy(overNanoseconds: SettlementInterval.lengthSeconds * 1_000_000_000)
        var hashprice = policy.economics.dollarsPerPetahashDay
        var contract = policy.economics.terms(at: span.from)
        var terms = try terms(of: group, hashprice, contract)
        var heard = 0
        var gains: [Int64] = []
        var interval = SettlementInterval(containing: span.from)
        while interval.start < span.to {
            while heard < hashprices.count, hashprices[heard].at < interval.end {
                hashprice = hashprices[heard].dollars
                terms = try self.terms(of: group, hashprice, contract)
                heard += 1
            }
            let holding = policy.economics.terms(at: interval.start)
            if holding != contract {
                contract = holding
                terms = try self.terms(of: group, hashprice, contract)
            }
            gains.append(try gain(group.name, whole, interval, terms))
            interval = interval.next
        }
        return gains
    }

    private func terms(
        of group: GroupPolicy, _ hashprice: Money, _ contract: ContractPrice
    ) throws(AmountOutOfRange) -> SettlementTerms {
        try group.settlementTerms(
            policy: policy, hashprice: hashprice,
            contract: ContractTerms(lossFactor: contract.lossFactor, adder: contract.adder))
    }

    private func gain(
        _ group: String, _ whole: Energy, _ interval: SettlementInterval, _ terms: SettlementTerms
    ) throws(AmountOutOfRange) -> Int64 {
        guard let price = prices[interval.start] else { return 0 }
        let energy = IntervalEnergy(
            interval: interval, group: group, consumed: .zero, curtailed: whole, restarted: .zero,
            evidence: .simulated, isShadow: false)
        var gain = Money.zero
        for claim in try terms.claims(for: energy, at: price) { gain = try gain.adding(claim.amount) }
        guard gain.microdollars.magnitude <= Self.largestGain.magnitude else {
            throw AmountOutOfRange("\(gain.decimal) dollars for one interval")
        }
        return gain.microdollars
    }

    /// What waking a whole group once costs, in microdollars.
    func restartCost(of group: GroupPolicy) throws(AmountOutOfRange) -> Int64 {
        let cost = policy.price?.restartCostPerMegawatt ?? .zero
        let megawatts = try Fraction(Int128(group.ratedPower.microwatts), over: 1_000_000_000_000)
        return try cost.scaled(by: megawatts).microdollars
    }
}
