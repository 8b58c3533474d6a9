package import SitePorts
package import GridMarket
package import CurtailmentEngine
import GridUnits
package import Settlement

extension SiteController {
    /// Begins: what the ledger remembers is the first input of the run.
    ///
    /// - Parameters:
    ///   - recovery: what the run before left.
    ///   - today: what is settled of the present operating day.
    package mutating func start(_ recovery: Recovery, today: DayTotals) {
        let now = ports.clock.monotonic()
        pending.append(.policy(terms, at: ports.clock.utc()))
        view.recovered(asleep: recovery.asleep, returning: recovery.returning, at: now)
        begunEvent = recovery.memory.event?.id
        if let event = recovery.memory.event {
            disturbances.record(around: event.startedAt, at: ports.clock.utc())
        }
        self.today = today
        step(.started(recovery))
        flushRecords(orders: [])
    }

    /// One frequency sample: the hot path.
    package mutating func accept(_ sample: FrequencySample, from source: String) {
        lastFrequency = (source, sample)
        // After the decision: what stands on the way of a trip is kept short.
        defer { disturbances.record(sample, from: source) }
        guard let policy = engine.policy.underfrequency else { return }
        var reports: [FrequencyReport] = []
        watches[source, default: FrequencyWatch(source: source, policy: policy)].observe(sample) {
            reports.append($0)
        }
        for report in reports {
            step(.frequency(report))
            guard case .crossed = report else { continue }
            let now = ports.clock.utc()
            disturbances.record(around: now, at: now)
        }
    }

    /// Passes a signal to the engine and carries out its answer.
    package mutating func accept(_ signal: StampedSignal) { step(.signal(signal)) }

    /// The answers of units, gathered and reported to the engine together.
    package mutating func accept(_ readings: [UnitReading]) {
        view.record(readings)
        if viewFlushAt == nil { viewFlushAt = ports.clock.monotonic().advanced(by: Self.viewFlushAfter) }
    }

    /// A command of a person or of a POSIX signal.
    ///
    /// - Returns: the decision that stands after it.
    @discardableResult
    package mutating func accept(_ command: OperatorCommand) -> Decision? {
        // What was read of the fleet comes first, so that nobody's sleeping unit is taken for one to command.
        flushView()
        step(.command(command))
        return engine.lastDecision
    }

    /// Goes on with a reloaded configuration.
    package mutating func replace(terms new: PolicyRecord) {
        flushView()
        terms = new
        // Before the engine decides: its orders number the units of the new policy.
        view.adopt(
            new.policy, asleep: engine.asleepNames(), returning: engine.returningNames(),
            at: ports.clock.monotonic())
        batches.forgetOrders()
        pending.append(.policy(new, at: ports.clock.utc()))
        step(.policy(new.policy))
        if viewFlushAt == nil { viewFlushAt = ports.clock.monotonic().advanced(by: Self.viewFlushAfter) }
        watches = [:]
    }

    package mutating func sourceChanged(
        _ source: String, to condition: SourceCondition, because reason: String
    ) {
        let before = sources.updateValue(condition, forKey: source)
        guard before != condition, before != nil || condition == .failed || condition == .stale else {
            return
        }
        let isBad = condition == .failed || condition == .stale
        ports.service.write(
            JournalEntry(
                .sourceState, isBad ? .warning : .notice,
                "Source \(source) is \(condition.rawValue): \(reason)",
                fields: [.source: source, .state: condition.rawValue]))
    }

    /// Does what is due; call it when ``nextDeadline`` has come, and at least once a second.
    package mutating func passTimers() {
        let reading = ports.clock.read()
        let now = reading.monotonic
        checkClock(utc: reading.utc, now: now)
        if let due = viewFlushAt, now >= due { flushView() }
        let current = SettlementInterval(containing: reading.utc)
        let isOver = current != interval
        interval = current
        let isSilent = lastInputAt.map { now >= $0.advanced(by: Self.heartbeatEvery) } ?? false
        if let due = engine.nextReturn, now > due { letReturn(before: now) }
        if let due = engine.nextDeadline, now >= due {
            step(.timer)
        } else if isOver || isSilent {
            step(.timer)
        }
        pendingSamples += disturbances.takeBlocks(at: reading.utc)
        if let due = recordsFlushAt, now >= due { flushRecords(orders: []) }
        if !pending.isEmpty, recordsFlushAt == nil {
            recordsFlushAt = now.advanced(by: Self.recordsFlushAfter)
        }
        if heads.isHourly(ledgerHead, now: now) { journalHead() }
        ports.service.passFinished()
    }

    /// Writes what is left, for an orderly stop.
    package mutating func finish() {
        flushView()
        pendingSamples += disturbances.takeBlocks(at: ports.clock.utc(), isLast: true)
        if !pendingSamples.isEmpty, pending.isEmpty { step(.timer) }
        flushRecords(orders: [])
    }

    private mutating func flushView() {
        viewFlushAt = nil
        guard let report = view.flush() else { return }
        step(.fleet(report))
    }

    /// A step of the wall clock against the monotonic one is itself an event.
    ///
    /// It is looked for before every event, so that nothing is stamped with the new time before it.
    private mutating func checkClock(utc: UTCInstant, now: MonotonicInstant) {
        let offset = utc.nanosecondsSinceEpoch - now.nanoseconds
        let step = offset - clockOffset
        guard step.magnitude >= 1_000_000_000 else {
            // Slow drift is the clock being disciplined, not a step.
            clockOffset = offset
            return
        }
        clockOffset = offset
        self.step(.clockStepped(byNanoseconds: step))
    }
}

extension SiteController {
    /// Gives the engine one event and hands off what it decides: urgent orders first, then the record of it all.
    mutating func step(_ event: EngineEvent) {
        let reading = ports.clock.read()
        checkClock(utc: reading.utc, now: reading.monotonic)
        let input = EngineInput(at: reading.utc, monotonic: reading.monotonic, event: event)
        let fleet = ports.fleet
        var isHandedOff = false
        let output = engine.handle(input) { order in
            fleet.perform(order)
            isHandedOff = true
        }
        for order in output.orders where order.urgency == .urgent {
            if isHandedOff { noteDispatched(order) } else { dispatch(order) }
            isHandedOff = false
        }
        // What the engine counts as asleep may still wait for the ledger: what is urgent does not.
        if engine.isHeldUrgently { for order in batches.takeSleeps() { dispatch(order) } }
        pending.append(.input(input))
        lastInputAt = input.monotonic
        if let decision = output.decision { pending.append(.decision(decision)) }
        if let event = output.event { pending.append(.event(event, at: input.at)) }
        isMemoryPending = isMemoryPending || output.isMemoryChanged
        noteUnits(output)
        let waiting = output.orders.filter { $0.urgency == .recorded }
        if output.event?.endedAt != nil { heads.eventEnds(in: batches.next) }
        if output.decision != nil || output.event != nil || !waiting.isEmpty
            || pending.count >= Self.recordLimit
        {
            flushRecords(orders: waiting)
        } else if recordsFlushAt == nil {
            recordsFlushAt = input.monotonic.advanced(by: Self.recordsFlushAfter)
        }
        if let event = output.event {
            if event.id != begunEvent { disturbances.record(around: event.startedAt, at: input.at) }
            ports.eventChanged(event)
        }
        journal(output)
        if !isUneventful(event, output) { updateStatusLine() }
    }

    /// A second of frequency that changed nothing, of which there is one each second: no line is made for it.
    private func isUneventful(_ event: EngineEvent, _ output: EngineOutput) -> Bool {
        guard case .frequency(.second) = event else { return false }
        return output.decision == nil && output.event == nil && output.notices.isEmpty
    }

    /// Wakes what a recorded return lets go by now: no input and no decision, but what a restart has to know of it is
    /// durable before the orders go out.
    private mutating func letReturn(before now: MonotonicInstant) {
        let orders = engine.letReturn(before: now)
        guard !orders.isEmpty else { return }
        isMemoryPending = true
        noteUnits(in: orders)
        flushRecords(orders: orders)
    }

    private mutating func noteUnits(_ output: EngineOutput) {
        noteUnits(in: output.orders)
        for unit in output.returned { pendingUnits.append((engine.name(ofUnit: unit), nil)) }
    }

    private mutating func noteUnits(in orders: [FleetOrder]) {
        for order in orders {
            for unit in order.units { pendingUnits.append((engine.name(ofUnit: unit), order.action)) }
        }
    }

    /// Hands an order to the fleet; one that waited is first checked against what is wanted now.
    mutating func dispatch(_ order: FleetOrder) {
        // Disarmed while the order waited: in shadow mode nothing is commanded, and arming tells units again.
        guard engine.mode == .armed else { return }
        let wantsAsleep = order.action == .sleep
        let units = order.units.filter { engine.wantsAsleep($0) == wantsAsleep }
        guard !units.isEmpty else { return }
        let checked = FleetOrder(
            decision: order.decision, action: order.action, units: units, urgency: order.urgency)
        ports.fleet.perform(checked)
        noteDispatched(checked)
    }

    private mutating func noteDispatched(_ order: FleetOrder) {
        view.ordered(order, at: ports.clock.monotonic())
        if viewFlushAt == nil { viewFlushAt = ports.clock.monotonic().advanced(by: Self.viewFlushAfter) }
    }

    mutating func flushRecords(orders: [FleetOrder]) {
        recordsFlushAt = nil
        // Samples wait for a row, whose instant theirs becomes: a silent site has one every minute.
        guard !pending.isEmpty || isMemoryPending || !orders.isEmpty else { return }
        let batch = batches.open(orders: orders)
        let recorded = ports.recorded
        let transaction = LedgerTransaction(
            pending, samples: pendingSamples, memory: isMemoryPending ? engine.memory : nil,
            units: pendingUnits)
        ports.ledger.record(transaction) { outcome in recorded(batch, outcome) }
        pending.removeAll(keepingCapacity: true)
        pendingSamples = []
        pendingUnits.removeAll(keepingCapacity: true)
        isMemoryPending = false
    }

    /// A batch is durable, or the ledger is blocked; on the loop's thread.
    package mutating func recorded(_ batch: Int64, _ outcome: LedgerOutcome) {
        switch outcome {
        case .durable(let head, let settled):
            ledgerHead = head
            today = settled
            for order in batches.close(through: batch) { dispatch(order) }
            if heads.durable(batch, head: head, now: ports.clock.monotonic()) { journalHead() }
        case .blocked:
            batches.block(batch)  // The orders wait; the condition itself arrives as an event of its own.
        }
    }

    /// The ledger became writable or blocked; on the loop's thread.
    package mutating func ledgerChanged(to condition: LedgerCondition, because reason: String) {
        step(.ledger(condition))
        // The ledger answered once for what it kept, with `blocked`; now all of that is written.
        if condition == .writable { for order in batches.unblock() { dispatch(order) } }
        ports.service.write(
            JournalEntry(
                .ledgerState, condition == .blocked ? .error : .notice,
                condition == .blocked
                    ? "The ledger cannot be written: \(reason) Trips, manual curtailment and obligations still act."
                    : "The ledger can be written again."))
    }
}
