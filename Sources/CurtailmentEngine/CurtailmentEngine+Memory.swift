import GridMarket
import GridUnits

extension CurtailmentEngine {
    /// The state for a later run.
    package var memory: EngineMemory {
        var memories = ProgramMemories()
        for slot in programs { memories[slot.kind.program] = slot.program.memory(site: model) }
        return EngineMemory(
            nextDecision: nextDecision, nextEvent: nextEvent, mode: isModeCommanded ? mode : nil,
            event: event, awards: books.awards.awards, obligations: books.obligations, hashprice: hashprice,
            programs: memories,
            pace: mode == .armed ? restore?.paceOfLastWake : nil)
    }

    /// Every program of the table, with nothing behind it.
    mutating func makePrograms() {
        programs = table.kinds.map { ProgramSlot(kind: $0, program: $0.make(model)) }
    }

    /// The state of this run for a later one.
    package var recovery: Recovery {
        Recovery(memory: memory, asleep: asleepNames(), returning: returningNames())
    }

    /// `group/unit` of every unit that we put to sleep and have not woken.
    package func asleepNames() -> [String] { names(of: fleet.asleep) }

    /// `group/unit` of every unit that we woke and that is not confirmed back.
    package func returningNames() -> [String] { names(of: fleet.returning) }

    private func names(of set: UnitSet) -> [String] {
        guard !set.isEmpty else { return [] }
        return (0..<model.unitCount).filter { set.contains[$0] }.map(model.name(ofUnit:))
    }

    /// The state of every unit whose state is known, by name.
    func stateNames() -> [String: UnitState] {
        var states: [String: UnitState] = [:]
        for unit in 0..<model.unitCount where fleet.states[unit] != .unconfirmed {
            states[model.name(ofUnit: unit)] = fleet.states[unit]
        }
        return states
    }

    /// Takes up where the run before stopped: obligations hold, units are unconfirmed, spans count from UTC.
    mutating func recover(_ recovery: Recovery, at input: EngineInput, output: inout EngineOutput) {
        let memory = recovery.memory
        nextDecision = memory.nextDecision
        nextEvent = memory.nextEvent
        event = memory.event
        if let commanded = memory.mode {
            mode = commanded
            isModeCommanded = true
        }
        if let remembered = memory.hashprice {
            hashprice = remembered
            model = SiteModel(policy: policy, hashprice: remembered)
        }
        books = ProgramBooks(awards: AwardBook(memory.awards), obligations: memory.obligations)
        makePrograms()
        let clock = RecoveredClock(now: input.monotonic, utc: input.at)
        for index in programs.indices {
            guard let remembered = memory.programs[programs[index].kind.program] else { continue }
            programs[index].program.recover(remembered, site: model, clock: clock)
        }
        recoverUnits(asleep: recovery.asleep, returning: recovery.returning, at: input.monotonic)
        // A return goes on where it was: it neither makes up for the time in which nothing ran, nor begins anew.
        if let pace = memory.pace, pace.rampPerMinute == policy.restore.rampPerMinute {
            restore = RestoreRamp(queue: [], pace: pace, statedAt: input.monotonic)
        }
        isReissueDue = true
        guard let event else { return }
        output.notices.append(
            Notice(
                .recovered,
                "Resumed curtailment \(event.id), begun \(event.startedAt.seconds): "
                    + "\(fleet.asleep.count.counted("unit")) asleep by us, "
                    + (fleet.returning.isEmpty ? "" : "\(fleet.returning.count) on their way back, ")
                    + "unconfirmed until read."))
    }
}

extension FleetMemory {
    /// Keeps what was known of units over a change of policy.
    mutating func restoreStates(
        _ states: [String: UnitState], loads: [String: FleetReport.GroupLoad], model: SiteModel
    ) {
        let changes = (0..<model.unitCount).compactMap { unit in
            states[model.name(ofUnit: unit)].map { FleetReport.Change(unit: unit, state: $0) }
        }
        // A group that did not change is known as before; any other counts in full until the next report.
        let groups = model.policy.groups.enumerated().map { index, group in
            let known = loads[group.name].flatMap { load in
                load.confirmed + load.curtailed == model.groupRated[index] ? load : nil
            }
            return known ?? FleetReport.GroupLoad(confirmed: model.groupRated[index], curtailed: .zero)
        }
        _ = apply(FleetReport(groups: groups, changes: changes), model: model)
    }
}
