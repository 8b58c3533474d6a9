import ControlSocket
import CurtailmentEngine
import HostSystem
import GridUnits
import SiteConfiguration
import SiteLoop
import SitePorts
import SiteReports

extension Fleet: DaemonAnswered {
    /// Units listed in one answer; groups always stand whole.
    static let unitLimit = 2_000

    /// Off the decision loop, because a fleet of thousands makes a long document.
    func answer(by daemon: SiteDaemon, to peer: ControlPeer, with responder: ControlResponder<Reply>) {
        let groups = daemon.configuration.current.fleet.groups
        let fleet = daemon.withController { controller in
            controller.fleet(group: group, state: state, limit: Self.unitLimit) { number, unit in
                rack == nil || groups.rack(ofGroup: number, unit: unit) == rack
            }
        }
        guard let fleet else {
            return responder.fail(
                ControlFailure(
                    .notFound, "There is no group \(group ?? ""). Look: curtailctl fleet",
                    parameter: "group"))
        }
        let drivers = groups.reduce(into: [:]) { $0[$1.name] = $1.driver.name }
        daemon.housekeeping.perform {
            responder.reply(
                Reply(
                    groups: fleet.groups.map { group in
                        GroupLine(group, of: fleet, driver: drivers[group.policy.name])
                    },
                    units: fleet.units.map { unit in
                        let number = fleet.groups[unit.group].number
                        return UnitLine(
                            unit, of: fleet, rack: groups.rack(ofGroup: number, unit: unit.index))
                    }, unitsOmitted: fleet.omitted))
        }
    }
}

extension Fleet.GroupLine {
    fileprivate init(_ group: FleetSnapshot.Group, of fleet: FleetSnapshot, driver: String?) {
        let policy = group.policy
        let breakEven = try? policy.breakEven(economics: fleet.economics, hashprice: fleet.hashprice)
        self.init(
            name: policy.name, driver: driver, units: policy.units.count, rated: policy.ratedPower,
            commanded: policy.ratedPower - group.asleep, confirmed: group.load.confirmed,
            curtailed: group.load.curtailed,
            breakEven: breakEven.flatMap(EnergyPrice.init(exactMicrodollars:)),
            states: ByName(
                UnitState.allCases.compactMap { state in group.states[state].map { (state.rawValue, $0) } }))
    }
}

extension Fleet.UnitLine {
    fileprivate init(_ unit: FleetSnapshot.Unit, of fleet: FleetSnapshot, rack: String) {
        let group = fleet.groups[unit.group].policy
        let known = unit.known
        self.init(
            id: group.units[unit.index].id, group: group.name, rack: rack,
            state: known.state.rawValue, rated: group.units[unit.index].ratedPower, drawing: known.draw,
            order: known.order?.rawValue,
            lastAnswer: known.lastAnswer?.text, age: known.answeredAt.map { fleet.at.since($0) })
    }
}

extension UnitReading.Answer {
    /// The answer in words.
    fileprivate var text: String {
        switch self {
        case .drawing(let power, let activity): "drawing \(power.watts) W, \(activity.rawValue)"
        case .acknowledged(let action): "acknowledged \(action.rawValue)"
        case .unreachable(let why): "unreachable: \(why)"
        case .refused(let why): "refused: \(why)"
        }
    }
}

extension [FleetSettings.Group] {
    /// The rack of a unit; empty where it has none, or where a reload has just taken the unit away.
    fileprivate func rack(ofGroup group: Int, unit: Int) -> String {
        guard indices.contains(group), self[group].units.indices.contains(unit) else { return "" }
        return self[group].units[unit].rack
    }
}
