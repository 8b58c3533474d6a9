import SitePorts
import SiteLoop
import ControlSocket
import CurtailmentEngine
import GridUnits

/// The document `curtaild.fleet/1`.
struct FleetDocument {
    let fleet: FleetSnapshot
    /// Configured driver by group.
    let drivers: [String: FleetSettings.Driver]

    /// Units listed in one answer; groups always stand whole.
    static let unitLimit = 2_000

    var value: ControlValue {
        .document([
            "schema": "curtaild.fleet/1", "groups": .list(fleet.groups.map(line)),
            "units": .list(fleet.units.map(line)), "units_omitted": .integer(fleet.omitted),
        ])
    }

    private func line(of group: FleetSnapshot.Group) -> ControlValue {
        let policy = group.policy
        let counts = UnitState.allCases.compactMap { state in
            group.states[state].map { ControlValue.Member(state.rawValue, .integer($0)) }
        }
        return .document([
            "name": .text(policy.name), "driver": .optional(drivers[policy.name].map { "\($0)" }),
            "units": .integer(policy.units.count), "rated_mw": .decimal(policy.ratedPower),
            "commanded_mw": .decimal(policy.ratedPower - group.asleep),
            "confirmed_mw": .decimal(group.load.confirmed),
            "curtailed_mw": .decimal(group.load.curtailed), "break_even_usd_per_mwh": breakEven(policy),
            "states": .object(counts),
        ])
    }

    private func breakEven(_ group: GroupPolicy) -> ControlValue {
        guard let exact = try? group.breakEven(economics: fleet.economics, hashprice: fleet.hashprice) else {
            return .null
        }
        return .text(DecimalText.format(exact.roundedHalfToEven, scale: 6, minimumFraction: 2))
    }

    private func line(of unit: FleetSnapshot.Unit) -> ControlValue {
        let known = unit.known
        let group = fleet.groups[unit.group].policy
        return .document([
            "id": .text(group.units[unit.index].id), "group": .text(group.name),
            "state": .text(known.state.rawValue),
            "rated_w": .text(group.units[unit.index].ratedPower.watts),
            "drawing_w": .optional(known.draw?.watts),
            "order": .optional(known.order?.rawValue), "last_answer": .optional(known.lastAnswer?.text),
            "age_s": .seconds(known.answeredAt.map { fleet.at.since($0) }),
        ])
    }
}

extension Power {
    /// Watts as decimal text.
    var watts: String { DecimalText.format(Int128(microwatts), scale: 6) }
}

extension UnitReading.Answer {
    /// The answer in words.
    var text: String {
        switch self {
        case .drawing(let power, let activity): "drawing \(power.watts) W, \(activity.rawValue)"
        case .acknowledged(let action): "acknowledged \(action.rawValue)"
        case .unreachable(let why): "unreachable: \(why)"
        case .refused(let why): "refused: \(why)"
        }
    }
}
