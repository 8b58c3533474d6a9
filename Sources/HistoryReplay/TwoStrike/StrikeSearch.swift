import CurtailmentEngine
import GridUnits

/// Finds the pair of strikes that earns most over a history that is known.
///
/// Every pair of a grid is followed over the same moments. Load falls and rises linearly here and a restore ramp
/// counts as a longer rise; the pair that is found is settled by the real simulation afterwards.
struct StrikeSearch {
    /// One moment at which the price that governs changes, and what switching there is worth.
    struct Moment {
        let price: EnergyPrice
        /// Microdollars that going down here forgoes.
        let down: Int128
        /// Microdollars that coming up here has brought.
        let up: Int128
    }

    let moments: [Moment]
    /// Microdollars of being down over the whole span.
    let end: Int128
    /// Microdollars for each return.
    let restartCost: Int128

    /// Strikes in whole dollars: by 1 to 300, by 5 to 1,000, by 50 to 5,000, and one that no price reaches.
    static func levels(upTo highest: EnergyPrice) -> [EnergyPrice] {
        let dollars =
            Array(0..<300) + stride(from: 300, to: 1_000, by: 5) + stride(from: 1_000, through: 5_000, by: 50)
        let levels = dollars.map { EnergyPrice.dollarsPerMegawattHour(Int64($0)) }
        // All levels above the highest price are the same rule: never curtail.
        let used = levels.prefix { $0 <= highest }.count
        guard used < levels.count else { return levels + [highest + .dollarsPerMegawattHour(1)] }
        return Array(levels.prefix(max(used + 1, 2)))
    }

    /// Tries every pair of levels.
    ///
    /// - Parameter levels: ascending, at least two.
    /// - Returns: the best pair, of equal ones that with the highest strikes, and how many were tried.
    func best(of levels: [EnergyPrice]) -> (rule: TwoStrikeRule, pairs: Int) {
        let rises = levels.map { level in crossings { $0 >= level } }
        let falls = levels.map { level in crossings { $0 <= level } }
        var best = (high: 1, low: 0, net: net(rises: rises[1], falls: falls[0]))
        for high in 2..<levels.count {
            for low in 0..<high {
                let net = net(rises: rises[high], falls: falls[low])
                if net >= best.net { best = (high, low, net) }
            }
        }
        let rule = TwoStrikeRule(ordered: levels[best.high], above: levels[best.low])
        return (rule, levels.count * (levels.count - 1) / 2)
    }

    /// Where a condition on the price begins to hold.
    private func crossings(_ holds: (EnergyPrice) -> Bool) -> [Int] {
        var found: [Int] = []
        var held = false
        for (index, moment) in moments.enumerated() {
            let now = holds(moment.price)
            if now, !held { found.append(index) }
            held = now
        }
        return found
    }

    /// What one pair earns: down at the next rise, up at the next fall, and so on.
    private func net(rises: [Int], falls: [Int]) -> Int128 {
        var net: Int128 = 0
        var fall = 0
        var last = -1
        for rise in rises where rise > last {
            net -= moments[rise].down
            while fall < falls.count, falls[fall] < rise { fall += 1 }
            guard fall < falls.count else { return net + end }
            last = falls[fall]
            net += moments[last].up - restartCost
        }
        return net
    }
}
