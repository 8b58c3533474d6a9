import SitePorts
import GridMarket
import CurtailmentEngine
import GridUnits

extension FleetWork {
    /// Books part of an order.
    ///
    /// - Parameters:
    ///   - order: its units keep their order.
    ///   - range: positions in `order.units`.
    ///   - now: boot time.
    mutating func apply(_ order: FleetOrder, _ range: Range<Int>, now: Int64) {
        for unit in order.units[range] where lanes.indices.contains(unit) {
            apply(order.action, order.urgency, for: unit, now: now)
        }
    }

    private mutating func apply(
        _ action: FleetOrder.Action, _ urgency: FleetOrder.Urgency, for unit: Int, now: Int64
    ) {
        switch lanes[unit].reach {
        case .network, .calls:
            want(UnitLane.Wanted(action: action, urgency: urgency), of: unit)
        case .simulated(var model):
            model.apply(action, at: clock(), slopes: slopes)
            lanes[unit].reach = .simulated(model)
            report(unit, .acknowledged(action))
            beginConfirming(action, of: unit, now: now)
        case .unaddressed: report(unit, .unreachable(unaddressedReason(unit)))
        case .uncommanded: report(unit, .refused("its group has driver none: it is counted, never commanded"))
        }
    }

    /// Makes an order the newest of a unit.
    private mutating func want(_ new: UnitLane.Wanted, of unit: Int) {
        var new = new
        if let old = lanes[unit].wanted, old.action == new.action {
            // The same again: what was tried stays counted, only the urgency can grow.
            new.attempts = old.attempts
            if old.urgency == .urgent || new.urgency == old.urgency { return }
        } else if lanes[unit].wanted == nil, lanes[unit].inHand?.action == new.action {
            return  // Being carried out now.
        }
        let keepsBackoff = lanes[unit].wait == .retry && new.attempts > 0 && new.urgency == .recorded
        if !keepsBackoff { disarm(unit) }
        setWanted(unit, new)
        switch lanes[unit].running {
        case .read, .poll, .release: interrupted.append(unit)
        case .order:
            // A call is ended when its unit is to do something else; an exchange over a connection is short.
            if case .calls = lanes[unit].reach { interrupted.append(unit) }
        case nil: break
        }
        enqueue(unit, Rank(new.urgency))
    }

    /// Books a request for readings.
    mutating func takeRead(_ units: [Int], rank: Rank) {
        for unit in units where lanes.indices.contains(unit) { askForReading(unit, rank: rank) }
    }

    mutating func askForReading(_ unit: Int, rank: Rank) {
        switch lanes[unit].reach {
        case .network, .calls:
            lanes[unit].wantsRead = true
            enqueue(unit, rank)
        case .simulated(let model): report(unit, model.answer(at: clock(), slopes: slopes))
        case .unaddressed: report(unit, .unreachable(unaddressedReason(unit)))
        case .uncommanded: report(unit, .drawing(lanes[unit].unit.ratedPower, .running))
        }
    }

    private func unaddressedReason(_ unit: Int) -> String {
        let unit = lanes[unit].unit
        return "\"\(unit.host)\" port \(unit.port) is not a numeric address; nothing was sent. "
            + "Correct the unit in its units_file, then: curtailctl reload"
    }
}
