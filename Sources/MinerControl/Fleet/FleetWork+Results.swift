import SitePorts
import CurtailmentEngine
import GridUnits

extension FleetWork {
    /// Books what an exchange came to.
    ///
    /// - Parameters:
    ///   - result: its answer is the unit's own.
    ///   - unit: the unit, whose exchange has ended.
    ///   - now: boot time.
    mutating func finished(_ result: ExchangeResult, of unit: Int, now: Int64) {
        let order = close(unit, leaving: result)
        if let answer = result.answer { settle(answer, order, of: unit, now: now) }
        requeue(unit)
    }

    /// Books that a connection failed or a deadline passed.
    mutating func failed(_ reason: String, of unit: Int, remains: ExchangeResult, now: Int64) {
        let isRelease = lanes[unit].running == .release
        let order = close(unit, leaving: isRelease ? ExchangeResult(nil) : remains)
        if !isRelease { settle(.unreachable(reason), order, of: unit, now: now) }
        requeue(unit)
    }

    /// Handles an exchange that was cut short for an order.
    mutating func wasInterrupted(_ unit: Int, remains: ExchangeResult) {
        let wasReading = lanes[unit].running == .read || lanes[unit].running == .poll
        _ = close(unit, leaving: remains)
        if wasReading { lanes[unit].wantsRead = true }
        requeue(unit)
    }

    private mutating func close(_ unit: Int, leaving result: ExchangeResult) -> UnitLane.Wanted? {
        let order = lanes[unit].inHand
        // The order in hand was counted as open when it was begun; a newer one has been counted beside it.
        if order != nil { openOrders -= 1 }
        lanes[unit].inHand = nil
        lanes[unit].running = nil
        lanes[unit].memory = result.memory
        setNeedsRelease(unit, result.needsRelease)
        return order
    }

    private mutating func settle(
        _ answer: UnitReading.Answer, _ order: UnitLane.Wanted?, of unit: Int, now: Int64
    ) {
        switch answer {
        case .acknowledged(let action):
            report(unit, answer)
            if lanes[unit].wanted == nil { beginConfirming(action, of: unit, now: now) }
        case .drawing(let power, let activity):
            report(unit, answer)
            goOnConfirming(unit, power, activity, now: now)
        case .unreachable(let reason):
            report(unit, .unreachable(retry(order, of: unit, because: reason, now: now)))
            if order == nil { goOnConfirming(unit, nil, .unknown, now: now) }
        case .refused(let reason):
            report(unit, .refused(retry(order, of: unit, because: reason, now: now)))
            if order == nil { goOnConfirming(unit, nil, .unknown, now: now) }
        }
    }

    /// Arranges one more attempt of a failed order, unless a newer order has come or the attempts are used
    /// up.
    private mutating func retry(
        _ order: UnitLane.Wanted?, of unit: Int, because reason: String, now: Int64
    ) -> String {
        guard var order else { return reason }
        guard lanes[unit].wanted == nil else { return "\(reason); a newer order has taken its place" }
        order.attempts += 1
        let allowed = settings.retries + 1
        guard order.attempts < allowed else {
            return "\(reason); attempt \(order.attempts) of \(allowed), given up until it is ordered again"
        }
        let pause = tuning.backoff(after: order.attempts)
        setWanted(unit, order)
        arm(unit, .retry, at: now + pause.nanoseconds)
        return "\(reason); attempt \(order.attempts) of \(allowed), next in \(pause.decimalSeconds) s"
    }

    /// Puts a unit back where what it still needs is waited for.
    private mutating func requeue(_ unit: Int) {
        if let wanted = lanes[unit].wanted {
            if lanes[unit].wait != .retry { enqueue(unit, Rank(wanted.urgency)) }
        } else if lanes[unit].needsRelease {
            enqueue(unit, .release)
        }
        if lanes[unit].wantsRead { enqueue(unit, .read) }
    }
}
