package import GridUnits

extension CurtailmentEngine {
    /// Weighs the demands, plans for them where something changed, and gives the orders.
    ///
    /// - Parameters:
    ///   - moment: now.
    ///   - output: gets the decision, the event and the orders.
    ///   - handOff: gets an urgent shed before anything is put into words.
    mutating func decide(
        at moment: Moment, output: inout EngineOutput, handOff: (FleetOrder) -> Void
    ) {
        let (now, utc, available) = (moment.now, moment.utc, moment.available)
        let target = Arbiter.weigh(wishes, model: model, available: available)
        noteBreaches(target, output: &output)
        weighed = target
        updateShortfall(target)
        let situation = situation(of: target, available: available)
        var sleeps: [Int] = []
        var isReturnChanged = false
        if situation != settled {
            settled = situation
            let plan = Planner(
                model: model, asleep: plannedSet, states: fleet.states, sparesUnread: recoveringUntil != nil,
                shortfall: shortfall
            )
            .plan(for: target, available: available)
            sleeps = plan.sleeps
            isReturnChanged = plan.wakes[...] != restore?.waiting ?? []
            restore = plan.wakes.isEmpty ? nil : restore?.replanned(plan.wakes) ?? ramp(plan.wakes, now: now)
        }
        // What the decision says of the return is what it stands on, before the first unit of it wakes.
        let planned = (wakes: restore.map { Array($0.waiting) } ?? [], pace: restore?.pace(at: now))
        let woken = restore?.advance(to: now, ratedPower: model.ratedPower) ?? []
        if restore?.isFinished == true { restore = nil }
        mark(sleeps: sleeps, wakes: woken, at: now)
        // Units to put to sleep always make a decision, and its number is known already.
        if mode == .armed, target.isUrgent, let order = shed(sleeps, decision: nextDecision, isUrgent: true) {
            handOff(order)
        }
        let eventChange = updateEvent(
            wishes: wishes.filter(\.bounds.lowersLoad), target: target, now: now, utc: utc)
        output.event = eventChange
        let isWorthRecording = decided != situation.essence
        guard isWorthRecording || isReturnChanged || !sleeps.isEmpty || eventChange != nil else {
            output.orders += wakeOrder(woken, decision: nextDecision - 1)
            reissue(besides: woken, isUrgent: target.isUrgent, output: &output)
            return reassert(now: now, isUrgent: target.isUrgent, output: &output)
        }
        decided = situation.essence
        let decision = decision(
            Change(
                target: target, available: available, sleeps: sleeps, wakes: planned.wakes, pace: planned.pace
            ), at: utc)
        lastDecision = decision
        nextDecision += 1
        output.decision = decision
        if mode == .armed {
            // Sheds go out at once when a trip, a manual command or an obligation is among the demands; returns never.
            if let order = shed(sleeps, decision: decision.id, isUrgent: target.isUrgent) {
                output.orders.append(order)
            }
        }
        output.orders += wakeOrder(woken, decision: decision.id)
        reissue(besides: sleeps + woken, isUrgent: target.isUrgent, output: &output)
        reassert(now: now, isUrgent: target.isUrgent, output: &output)
    }

    /// Wakes what the recorded return has let go before now: its decision determines it, so no input stands for it.
    ///
    /// ``handle(_:urgently:)`` does the same first, so that it makes no difference to anything recorded whether and
    /// when this is called. What is due at this very instant waits, because an input of the same instant comes first.
    ///
    /// - Parameter now: not earlier than any input before.
    /// - Returns: the orders, for after the decision of the return is in the ledger; none in shadow mode.
    package mutating func letReturn(before now: MonotonicInstant) -> [FleetOrder] {
        var woken: [Int] = []
        let last = MonotonicInstant(nanoseconds: now.nanoseconds - 1)
        while let step = restore?.wake(through: last, ratedPower: model.ratedPower) {
            mark(sleeps: [], wakes: step.units, at: step.at)
            woken += step.units
        }
        if restore?.isFinished == true { restore = nil }
        return wakeOrder(woken, decision: nextDecision - 1)
    }

    /// When a unit wakes next by the recorded return: call ``letReturn(before:)`` as soon as that is over.
    package var nextReturn: MonotonicInstant? { restore?.deadline(ratedPower: model.ratedPower) }

    private func wakeOrder(_ units: [Int], decision: Int64) -> [FleetOrder] {
        guard mode == .armed, !units.isEmpty else { return [] }
        return [FleetOrder(decision: decision, action: .wake, units: units, urgency: .recorded)]
    }

    /// The set that plans work on: real units, or what would be asleep.
    private var plannedSet: UnitSet { mode == .armed ? fleet.asleep : fleet.shadow }

    /// The situation that the plan depends on; under a ceiling small movements of the available load make no new plan.
    private func situation(of target: LoadTarget, available: Power) -> Settled {
        var reference: Power?
        if target.ceiling != nil {
            reference = available
            if let before = settled?.available {
                let moved = max(before, available) - min(before, available)
                if moved.microwatts <= available.microwatts / 50 { reference = before }
            }
        }
        return Settled(
            mode: mode, ceiling: target.ceiling, floor: target.floor, limit: target.limit,
            setPoint: target.setPoint, groups: target.groups, winner: target.winner?.program,
            reason: target.winner?.reason, fleetVersion: fleet.version, available: reference,
            shortfall: shortfall)
    }

    /// Says once when a ceiling takes the load below what was sold as capability.
    private func noteBreaches(_ target: LoadTarget, output: inout EngineOutput) {
        for ruling in target.rulings where ruling.rule == .capabilityBreach {
            let isKnown = weighed?.rulings.contains {
                $0.rule == ruling.rule && $0.stands == ruling.stands && $0.yields == ruling.yields
            }
            guard isKnown != true else { continue }
            output.notices.append(Notice(.capabilityBreach, "Capability: \(ruling.sentence)."))
        }
    }

    /// Sleepers draw a little: once all have settled and the load read back is still above the ceiling, more has to go.
    private mutating func updateShortfall(_ target: LoadTarget) {
        guard mode == .armed, let ceiling = target.ceiling, ceiling == settled?.ceiling else {
            shortfall = .zero
            return
        }
        let confirmed = fleet.confirmed(model)
        guard confirmed > ceiling, ceiling > model.uncurtailable, restore == nil,
            fleet.asleep.count > 0, fleet.asleep.count < model.shedOrder.count, fleet.isShedSettled()
        else { return }
        shortfall = min(shortfall + confirmed - ceiling, fleet.available(model))
    }

    /// Waking starts at once without a ramp; a trip, a manual release and the price all return alike.
    private func ramp(_ wakes: [Int], now: MonotonicInstant) -> RestoreRamp {
        RestoreRamp(queue: wakes, rampPerMinute: policy.restore.rampPerMinute, startedAt: now)
    }

    private mutating func mark(sleeps: [Int], wakes: some Collection<Int>, at now: MonotonicInstant) {
        if !wakes.isEmpty { isMemoryChanged = true }
        guard mode == .armed else {
            fleet.shadow.insert(sleeps, ratedPower: model.ratedPower)
            fleet.shadow.remove(wakes, ratedPower: model.ratedPower)
            return
        }
        fleet.asleep.insert(sleeps, ratedPower: model.ratedPower)
        fleet.returning.remove(sleeps, ratedPower: model.ratedPower)
        fleet.asleep.remove(wakes, ratedPower: model.ratedPower)
        fleet.returning.insert(wakes, ratedPower: model.ratedPower)
        if !sleeps.isEmpty || !wakes.isEmpty { returningSince = fleet.returning.isEmpty ? nil : now }
    }

    private func shed(_ units: [Int], decision: Int64, isUrgent: Bool) -> FleetOrder? {
        guard !units.isEmpty else { return nil }
        return FleetOrder(
            decision: decision, action: .sleep, units: units, urgency: isUrgent ? .urgent : .recorded)
    }

    /// Tells units again after a start, an arming or a change of policy.
    ///
    /// An order of before may have been lost with the process, withheld in shadow, or numbered for another policy.
    private mutating func reissue(besides told: [Int], isUrgent: Bool, output: inout EngineOutput) {
        guard isReissueDue else { return }
        isReissueDue = false
        guard mode == .armed else { return }
        let told = Set(told)
        if !fleet.returning.isEmpty {
            let wakers = model.wakeOrder.filter { unit in
                fleet.returning.contains[unit] && fleet.states[unit] != .running && !told.contains(unit)
            }
            output.orders += wakeOrder(wakers, decision: nextDecision - 1)
        }
        // Where nothing holds the load, what still sleeps is on its way back and is not told to sleep again.
        guard !fleet.asleep.isEmpty, weighed?.winner != nil else { return }
        let waiting = Set(restore?.waiting ?? [])
        let units = model.shedOrder.filter { unit in
            fleet.asleep.contains[unit] && fleet.states[unit] != .asleep && !told.contains(unit)
                && !waiting.contains(unit)
        }
        guard !units.isEmpty else { return }
        output.orders.append(
            FleetOrder(
                decision: nextDecision - 1, action: .sleep, units: units,
                urgency: isUrgent ? .urgent : .recorded))
    }

    /// Repeats orders that were not followed: a lost command heals itself.
    private mutating func reassert(now: MonotonicInstant, isUrgent: Bool, output: inout EngineOutput) {
        let mayHaveStrays = fleet.unreliableCount > 0 && !(fleet.asleep.isEmpty && fleet.returning.isEmpty)
        guard mode == .armed, mayHaveStrays else {
            reassertAt = nil
            return
        }
        guard let due = reassertAt, now >= due else {
            reassertAt = reassertAt ?? now.advanced(by: Self.reassertEvery)
            return
        }
        reassertAt = now.advanced(by: Self.reassertEvery)
        let decision = nextDecision - 1
        let (sleepers, wakers) = fleet.unitsToRemind()
        if !sleepers.isEmpty {
            output.orders.append(
                FleetOrder(
                    decision: decision, action: .sleep, units: sleepers,
                    urgency: isUrgent ? .urgent : .recorded))
        }
        output.orders += wakeOrder(wakers, decision: decision)
    }
}

extension FleetMemory {
    /// Units that do not do what they were last told: to put to sleep again, and to wake again.
    func unitsToRemind() -> (sleep: [Int], wake: [Int]) {
        let stuck = states.indices.filter { unit in
            switch states[unit] {
            case .unreachable, .refusing: returning.contains[unit]
            case .asleep, .notOurs: returning.contains[unit]
            case .running, .shedding, .waking, .unconfirmed: false
            }
        }
        return (notFollowing(), stuck)
    }
}
