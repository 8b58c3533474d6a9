package import GridMarket
import GridUnits

/// The arbiter's answer: what the site may draw, and which demands set it.
struct LoadTarget: Hashable, Sendable {
    /// Lowest ceiling of all demands; nil when none bounds the load as a whole.
    let ceiling: Power?
    /// Groups that sleep whole, in shed order.
    let groups: [Int]
    /// What the site may draw with all of it.
    let load: Power
    let winner: Demand?
    let runnerUp: Demand?
    /// Whether a trip, a manual command or an obligation is among the demands.
    let isUrgent: Bool
}

/// Weighs demands: the lowest load wins, a tie goes to the higher rank, and a lower rank can only curtail more.
enum Arbiter {
    static func weigh(_ demands: [Demand], model: SiteModel, available: Power) -> LoadTarget {
        var ceiling: Power?
        var groups = Set<Int>()
        for demand in demands {
            switch demand.extent {
            case .ceiling(let power): ceiling = ceiling.map { min($0, power) } ?? power
            case .groups(let wanted): groups.formUnion(wanted)
            }
        }
        let ranked = demands.map { ($0, remaining(under: $0, model: model, available: available)) }
            .sorted { ($0.1, $0.0.program.rank) < ($1.1, $1.0.program.rank) }
        let grouped = model.commandedGroups.filter(groups.contains)
        let shed = grouped.reduce(Power.zero) { sum, group in sum + model.groupRated[group] }
        let load = min(max(available - shed, .zero), ceiling ?? available, available)
        return LoadTarget(
            ceiling: ceiling, groups: grouped, load: max(load, min(model.uncurtailable, available)),
            winner: ranked.first?.0, runnerUp: ranked.dropFirst().first?.0,
            isUrgent: demands.contains { $0.program.isUrgent })
    }

    private static func remaining(under demand: Demand, model: SiteModel, available: Power) -> Power {
        switch demand.extent {
        case .ceiling(let power): min(power, available)
        case .groups(let groups): groups.reduce(available) { load, group in load - model.groupRated[group] }
        }
    }
}

extension Program {
    /// Place in the order of precedence; lower wins a tie and is never weakened by what ranks below.
    package var rank: Int {
        switch self {
        case .siteSafety: 1
        case .transmissionLoadShed: 2
        case .underfrequency: 3
        case .rrs, .ecrs, .nonSpin, .ers10, .ers30: 4
        case .basePoint, .regulationUp, .regulationDown: 5
        case .manual: 6
        case .coincidentPeak: 8
        case .price: 9
        case .schedule: 10
        // A financial position demands nothing of the load.
        case .voluntary, .dayAheadEnergy: 11
        }
    }

    /// Whether its orders go out before they are in the ledger.
    package var isUrgent: Bool { rank <= 6 }
}
