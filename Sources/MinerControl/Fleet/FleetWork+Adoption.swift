import CurtailmentEngine
import GridUnits

extension FleetWork {
    /// Takes over what an older book knows of the units that are still there, found by group and id.
    ///
    /// - Parameters:
    ///   - old: the book before the settings changed.
    ///   - now: boot time.
    /// - Returns: the new numbers, by the old ones, of units whose exchange goes on.
    mutating func adopt(_ old: FleetWork, now: Int64) -> [Int: Int] {
        let known = Dictionary(
            old.lanes.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        var going: [Int: Int] = [:]
        for unit in lanes.indices {
            guard let before = known[lanes[unit].name] else { continue }
            lanes[unit].inherit(from: old.lanes[before])
            if lanes[unit].running != nil { going[before] = unit }
            if lanes[unit].wanted != nil { openOrders += 1 }
            if lanes[unit].inHand != nil { openOrders += 1 }
            if lanes[unit].needsRelease { openReleases += 1 }
            resume(unit, now: now)
        }
        return going
    }

    private mutating func resume(_ unit: Int, now: Int64) {
        switch lanes[unit].wait {
        case .nothing: break
        case .retry: arm(unit, .retry, at: now + tuning.firstBackoff.nanoseconds)
        case .confirm(let action, let step, let since, let last):
            let index = min(step, tuning.confirmAfter.count - 1)
            guard index >= 0 else { break }
            arm(
                unit, .confirm(action, step: index, since: since, last: last),
                at: max(now, since + tuning.confirmAfter[index].nanoseconds))
        }
        if let wanted = lanes[unit].wanted, lanes[unit].wait != .retry {
            enqueue(unit, Rank(wanted.urgency))
        } else if lanes[unit].needsRelease {
            enqueue(unit, .release)
        }
        if lanes[unit].wantsRead { enqueue(unit, .read) }
    }
}
