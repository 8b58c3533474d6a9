import GridMarket
import CurtailmentEngine
import GridUnits
import Settlement

/// The grounds of a span's settlement: prices, terms, and the hashprices heard on the way.
struct SettlementHistory {
    let policy: SitePolicy
    var settlement = SettlementPolicy.standard
    /// The settlement price of each interval, published or rebuilt.
    let prices: [UTCInstant: EnergyPrice]
    /// In the order of their moments.
    let hashprices: [(at: UTCInstant, dollars: Money)]
    let span: (from: UTCInstant, to: UTCInstant)
    /// Whether a meter says how much was curtailed, and not the fleet.
    var isMetered = false

    /// A gain beyond this many microdollars for an interval is no money, and sums of it would not fit.
    private static let largestGain: Int64 = 1_000_000_000_000_000

    /// The earnings of curtailing whole groups over each whole interval against running, by the terms that settle it.
    ///
    /// - Parameter groups: down together, while the rest of the site runs.
    /// - Returns: microdollars for each interval that the span touches; nothing where there is no price.
    /// - Throws: `AmountOutOfRange`.
    func gains(of groups: [GroupPolicy]) throws(AmountOutOfRange) -> [Int64] {
        // Summed once: a group may have tens of thousands of units, a year as many intervals.
        let energies = groups.map { SettlementInterval.energy(at: $0.ratedPower) }
        let curtailed = energies.reduce(.zero) { $0 + $1 }
        let baseline = SettlementInterval.energy(at: wholeLoad)
        var worths = try breakEvens(of: groups, hashprice: policy.economics.dollarsPerPetahashDay)
        var heard = 0
        var gains: [Int64] = []
        var interval = SettlementInterval(containing: span.from)
        while interval.start < span.to {
            while heard < hashprices.count, hashprices[heard].at < interval.end {
                worths = try breakEvens(of: groups, hashprice: hashprices[heard].dollars)
                heard += 1
            }
            if let price = prices[interval.start] {
                let contract = policy.economics.contract(at: interval.start)
                let split = contract.split(baseline: baseline, consumed: baseline - curtailed)
                let value = try contract.value(of: split, at: price)
                var gain = try value.avoided.adding(value.resold)
                for (energy, worth) in zip(energies, worths) {
                    gain = try gain.adding((Energy.zero - energy).cost(at: worth))
                }
                gains.append(try Self.checked(gain))
            } else {
                gains.append(0)
            }
            interval = interval.next
        }
        return gains
    }

    private func breakEvens(
        of groups: [GroupPolicy], hashprice: Money
    ) throws(AmountOutOfRange) -> [Fraction] {
        var worths: [Fraction] = []
        for group in groups {
            worths.append(try group.breakEven(economics: policy.economics, hashprice: hashprice))
        }
        return worths
    }

    private static func checked(_ gain: Money) throws(AmountOutOfRange) -> Int64 {
        guard gain.microdollars.magnitude <= largestGain.magnitude else {
            throw AmountOutOfRange("\(gain.decimal) dollars for one interval")
        }
        return gain.microdollars
    }

    /// The cost of waking a whole group once, in microdollars.
    func restartCost(of group: GroupPolicy) throws(AmountOutOfRange) -> Int64 {
        let cost = policy.price?.restartCostPerMegawatt ?? .zero
        let megawatts = try Fraction(Int128(group.ratedPower.microwatts), over: 1_000_000_000_000)
        return try cost.scaled(by: megawatts).microdollars
    }
}

extension SettlementHistory {
    /// The load of the site with everything running.
    private var wholeLoad: Power {
        policy.groups.reduce(policy.fixedLoad) { $0 + $1.ratedPower }
    }

    /// The load with everything down that can be.
    private var leastLoad: Power {
        policy.groups.filter { !$0.isCommanded }.reduce(policy.fixedLoad) { $0 + $1.ratedPower }
    }

    /// A block that ends within the load that can be curtailed.
    ///
    /// One group's earnings depend on the others then, and on how much of an interval they are down. Nil where every
    /// block takes all of that load or none of it.
    var couplingBlock: BlockContract? {
        var interval = SettlementInterval(containing: span.from)
        while interval.start < span.to {
            let block = policy.economics.contract(at: interval.start).block
            if let block, block.quantity > leastLoad, block.quantity < wholeLoad { return block }
            guard !policy.economics.contracts.isEmpty else { return nil }
            interval = SettlementInterval(containing: interval.start.advanced(bySeconds: 86_400))
        }
        // The last day may be one that the steps of a day passed over.
        let last = SettlementInterval(containing: span.to.advanced(byNanoseconds: -1))
        let block = policy.economics.contract(at: last.start).block
        return block.flatMap { $0.quantity > leastLoad && $0.quantity < wholeLoad ? $0 : nil }
    }
}
