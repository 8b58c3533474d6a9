import GridMarket
import GridUnits

extension CurtailmentEngine {
    /// Opens, moves on or closes the curtailment event.
    ///
    /// - Returns: the event when it changed in a way worth a row.
    mutating func updateEvent(
        wishes: [Wish], target: LoadTarget, now: MonotonicInstant, utc: UTCInstant
    ) -> CurtailmentEvent? {
        let stands = !fleet.asleep.isEmpty || !fleet.shadow.isEmpty || !fleet.returning.isEmpty
        guard var current = event else {
            let isCurtailing = !fleet.asleep.isEmpty || !fleet.shadow.isEmpty
            guard isCurtailing, let winner = target.winner else { return nil }
            event = open(winner, wishes: wishes, target: target, utc: utc)
            nextEvent += 1
            return event
        }
        let before = current
        observe(&current, wishes: wishes, target: target)
        if stands, !hasGivenUpReturning(now: now, wishes: wishes) {
            current.state = stateWhileStanding(current, wishes: wishes)
        } else {
            current.state = current.failedUnits > 0 ? .completedWithFailures : .completed
            current.endedAt = utc
        }
        event = current.endedAt == nil ? current : nil
        if current.endedAt != nil { returningSince = nil }
        // Units that fail one by one are counted along; they are an alarm meanwhile, and in the row of the next state.
        let isWorthARow =
            current.state != before.state || current.programs != before.programs
            || current.isShadow != before.isShadow
        return isWorthARow ? current : nil
    }

    private func open(
        _ winner: Wish, wishes: [Wish], target: LoadTarget, utc: UTCInstant
    ) -> CurtailmentEvent {
        let isShadow = mode == .shadow
        return CurtailmentEvent(
            id: nextEvent, state: isShadow ? .active : .pending, startedAt: utc, endedAt: nil,
            isShadow: isShadow,
            programs: programs(of: wishes, after: []), reason: winner.reason, lowestTarget: target.load,
            lowestCommanded: commanded, lowestConfirmed: confirmed, lowestMetered: metered, failedUnits: 0)
    }

    private func observe(_ event: inout CurtailmentEvent, wishes: [Wish], target: LoadTarget) {
        // What began in shadow is real from the first command on.
        if event.isShadow, mode == .armed, !fleet.asleep.isEmpty {
            event.isShadow = false
            event.state = .pending
        }
        event.programs = programs(of: wishes, after: event.programs)
        event.lowestTarget = min(event.lowestTarget, target.load)
        event.lowestCommanded = min(event.lowestCommanded, commanded)
        event.lowestConfirmed = min(event.lowestConfirmed, confirmed)
        if let metered { event.lowestMetered = min(event.lowestMetered ?? metered, metered) }
        event.failedUnits = max(event.failedUnits, fleet.failedCount())
    }

    private func stateWhileStanding(_ event: CurtailmentEvent, wishes: [Wish]) -> CurtailmentEvent.State {
        let isReturning = wishes.isEmpty || (fleet.asleep.isEmpty && fleet.shadow.isEmpty)
        // In shadow mode nothing is woken: what sleeps by us stands as it is.
        if mode == .shadow, !fleet.asleep.isEmpty || (event.isShadow && !isReturning) { return .active }
        if isReturning { return .restoring }
        if event.state == .active { return .active }
        return fleet.isShedSettled() ? .active : .pending
    }

    /// An event does not wait for ever for units that do not come back; they are counted and reminded further.
    private func hasGivenUpReturning(now: MonotonicInstant, wishes: [Wish]) -> Bool {
        guard wishes.isEmpty, fleet.asleep.isEmpty, fleet.shadow.isEmpty, let since = returningSince else {
            return false
        }
        return now.since(since) >= Self.returnPatience
    }

    private func programs(of wishes: [Wish], after known: [Program]) -> [Program] {
        wishes.reduce(into: known) { programs, wish in
            if !programs.contains(wish.program) { programs.append(wish.program) }
        }
    }
}

extension FleetMemory {
    /// Units of ours that do not follow, asleep or on their way back.
    func failedCount() -> Int {
        guard unreliableCount > 0 else { return 0 }
        return states.indices.count { unit in isOurs(unit) && Self.failedStates.contains(states[unit]) }
    }

    /// The states that hold units of ours that do not do what they were told; `unreachable` before `refusing`.
    var statesOfFailed: [UnitState] {
        Self.failedStates.filter { state in
            states.indices.contains { unit in isOurs(unit) && states[unit] == state }
        }
    }

    private func isOurs(_ unit: Int) -> Bool { asleep.contains[unit] || returning.contains[unit] }

    private static let failedStates: [UnitState] = [.unreachable, .refusing]
}
