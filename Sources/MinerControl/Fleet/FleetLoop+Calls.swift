import GridUnits
import HostSystem
import SitePorts

extension FleetLoop {
    /// Begins the calls that there is room for.
    func beginCalls(now: Int64) {
        for pool in callsUnderWay.pools.dropFirst() {
            while callsUnderWay.hasRoom(inPool: pool) {
                let routine = callsUnderWay.hasRoomForRoutine(inPool: pool)
                guard let (unit, task) = work.next(pool: pool, routine: routine) else { break }
                beginCall(task, with: unit, now: now)
            }
            guard !callsUnderWay.hasRoom(inPool: pool), work.hasOrders(pool: pool) else { continue }
            // A read gives its place to an order of any unit.
            for unit in callsUnderWay.routineUnits(ofPool: pool) { interruptCall(of: unit) }
        }
    }

    private func beginCall(_ task: ExchangeTask, with unit: Int, now: Int64) {
        let lane = work.lanes[unit]
        guard case .calls(let driver) = lane.reach else { return }
        let isRoutine =
            switch task {
            case .order: false
            case .read, .poll, .release: true
            }
        let number = callsUnderWay.begin(
            unit: unit, pool: lane.pool, isRoutine: isRoutine,
            within: driver.callWithin ?? work.settings.replyWithin, now: now)
        work.lanes[unit].slot = number
        calls.begin(number, driver, task, lane.unit, memory: lane.memory)
    }

    /// Cuts a call short whose unit is to do something else.
    func interruptCall(of unit: Int) {
        let number = work.lanes[unit].slot
        callsUnderWay.interrupt(number, now: BootTime.nanoseconds)
        calls.cancel(number)
    }

    /// Hands the results of calls on.
    func endCalls(now: Int64) {
        for ended in calls.takeEnded() {
            if let (unit, outcome) = callsUnderWay.ended(ended) { conclude(unit, outcome, now: now) }
        }
    }

    /// Cancels calls that have passed their deadline.
    func sweepCalls(now: Int64) {
        guard !callsUnderWay.isEmpty else { return }
        let (cancel, leave) = callsUnderWay.sweep(now: now)
        for number in cancel { calls.cancel(number) }
        for (unit, outcome) in leave { conclude(unit, outcome, now: now) }
    }

    private func conclude(_ unit: Int, _ outcome: CallTable.Outcome, now: Int64) {
        switch outcome {
        case .answered(let result): work.finished(result, of: unit, now: now)
        case .interrupted(let remains): work.wasInterrupted(unit, remains: remains)
        case .overdue(let limit, let remains):
            work.failed(
                "no answer within \(limit.decimalSeconds) s; the call was ended", of: unit,
                remains: remains, now: now)
        }
    }
}
