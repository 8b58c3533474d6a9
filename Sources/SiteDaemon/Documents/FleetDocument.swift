import SitePorts
import SiteLoop
import ControlSocket
import CurtailmentEngine
import GridUnits

/// The document `curtaild.fleet/1`.
struct FleetDocument {
    let controller: SiteController
    /// Configured driver by group.
    let drivers: [String: FleetSettings.Driver]
    let now: MonotonicInstant
    let group: String?
    let state: UnitState?

    /// Units listed in one answer; groups always stand whole.
    static let unitLimit = 2_000

    var value: ControlValue {
        let policy = controller.engine.policy
        var groups: [ControlValue] = []
        var units: [ControlValue] = []
        var omitted = 0
        var first = 0
        for (index, policyGroup) in policy.groups.enumerated() {
            let range = first..<first + policyGroup.units.count
            first = range.upperBound
            guard group == nil || group == policyGroup.name else { continue }
            groups.append(line(ofGroup: index, policyGroup, range: range))
            for unit in range where state == nil || controller.view.units[unit].state == state {
                guard units.count < Self.unitLimit else {
                    omitted += 1
                    continue
                }
                units.append(line(ofUnit: unit, policyGroup, index: unit - range.lowerBound))
            }
        }
        return .document([
            "schema": "curtaild.fleet/1", "groups": .list(groups), "units": .list(units),
            "units_omitted": .integer(omitted),
        ])
    }

    private func line(ofGroup index: Int, _ group: GroupPolicy, range: Range<Int>) -> ControlValue {
        let load = controller.view.load(ofGroup: index)
        var states: [UnitState: Int] = [:]
        var asleep = Power.zero
        for unit in range {
            states[controller.view.units[unit].state, default: 0] += 1
            if controller.engine.wantsAsleep(unit) {
                asleep += group.units[unit - range.lowerBound].ratedPower
            }
        }
        let counts = UnitState.allCases.compactMap { state in
            states[state].map { ControlValue.Member(state.rawValue, .integer($0)) }
        }
        return .document([
            "name": .text(group.name), "driver": .optional(drivers[group.name].map { "\($0)" }),
            "units": .integer(group.units.count), "rated_mw": .decimal(group.ratedPower),
            "commanded_mw": .decimal(group.ratedPower - asleep), "confirmed_mw": .decimal(load.confirmed),
            "curtailed_mw": .decimal(load.curtailed), "break_even_usd_per_mwh": breakEven(group),
            "states": .object(counts),
        ])
    }

    private func breakEven(_ group: GroupPolicy) -> ControlValue {
        let policy = controller.engine.policy
        let hashprice = controller.engine.memory.hashprice ?? policy.economics.dollarsPerPetahashDay
        guard let exact = try? group.breakEven(economics: policy.economics, hashprice: hashprice) else {
            return .null
        }
        return .text(DecimalText.format(exact.roundedHalfToEven, scale: 6, minimumFraction: 2))
    }

    private func line(ofUnit unit: Int, _ group: GroupPolicy, index: Int) -> ControlValue {
        let known = controller.view.units[unit]
        return .document([
            "id": .text(group.units[index].id), "group": .text(group.name),
            "state": .text(known.state.rawValue),
            "rated_w": .text(group.units[index].ratedPower.watts), "drawing_w": .optional(known.draw?.watts),
            "order": .optional(known.order?.rawValue), "last_answer": .optional(known.lastAnswer?.text),
            "age_s": .seconds(known.answeredAt.map { now.since($0) }),
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
