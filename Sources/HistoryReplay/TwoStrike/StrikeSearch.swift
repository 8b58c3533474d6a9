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
        let (rises, falls) = crossings(of: levels)
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

    /// For each level, the moments at which the price comes to it from below, and from above.
    private func crossings(of levels: [EnergyPrice]) -> (rises: [[Int]], falls: [[Int]]) {
        var rises = levels.map { _ in [Int]() }
        var falls = rises
        // The first price comes from below to what it reaches, and from above to what it does not exceed.
        var (below, above) = (0, levels.count)
        for (index, moment) in moments.enumerated() {
            let (first, end) = Self.place(of: moment.price, in: levels)
            if below < end { for level in below..<end { rises[level].append(index) } }
            if first < above { for level in first..<above { falls[level].append(index) } }
            (below, above) = (end, first)
        }
        return (rises, falls)
    }

    /// The first level at a price or above it, and the number of levels at it or below.
    private static func place(of price: EnergyPrice, in levels: [EnergyPrice]) -> (first: Int, end: Int) {
        var (low, high) = (0, levels.count)
        while low < high {
            let middle = (low + high) / 2
            if levels[middle] < price { low = middle + 1 } else { high = middle }
        }
        return (low, low < levels.count && levels[low] == price ? low + 1 : low)
    }

    /// The earnings of one pair: down at the next rise, up at the next fall, and so on.
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
