import GridMarket
import GridUnits

extension CurtailmentEngine {
    /// Brings the engine's knowledge up to date with one event; decides nothing.
    mutating func apply(_ input: EngineInput, output: inout EngineOutput) {
        switch input.event {
        case .started(let recovery):
            recover(recovery, at: input, output: &output)
        case .signal(let stamped):
            apply(stamped, at: input, output: &output)
        case .fleet(let report):
            output.returned = fleet.apply(report, model: model)
        case .command(let command):
            apply(command, at: input, output: &output)
        case .timer, .frequency:
            break
        case .policy(let policy):
            adopt(policy, at: input.monotonic, output: &output)
        case .clockStepped(let span):
            isMemoryChanged = true
            forgetMeters()
            let seconds = TimeSpan(nanoseconds: span).decimalSeconds
            output.notices.append(
                Notice(
                    .clockStepped,
                    "The wall clock stepped by \(seconds) s; dwell and deadlines are unaffected."))
        case .ledger(let condition):
            isLedgerBlocked = condition == .blocked
        }
    }

    private mutating func apply(_ stamped: StampedSignal, at input: EngineInput, output: inout EngineOutput) {
        switch stamped.signal {
        case .hashprice(let signal):
            hashprice = signal.dollarsPerPetahashDay
            model = SiteModel(policy: policy, hashprice: signal.dollarsPerPetahashDay)
            settled = nil
            isMemoryChanged = true
        case .award(let award):
            apply(award, at: input, output: &output)
        case .instruction(let instruction):
            apply(instruction, at: input.at, output: &output)
        case .grid(let signal):
            grid = GridConditionSignal(
                physicalResponsiveCapability: signal.physicalResponsiveCapability
                    ?? grid.physicalResponsiveCapability,
                emergencyAlertLevel: signal.emergencyAlertLevel ?? grid.emergencyAlertLevel,
                systemLoad: signal.systemLoad ?? grid.systemLoad)
        case .meter(let signal):
            apply(signal, at: stamped.at, input: input)
        default:
            // Programs look for their own kinds in every event, frequency comes through FrequencyWatch, and the
            // others settle.
            break
        }
    }

    private mutating func apply(_ award: AwardSignal, at input: EngineInput, output: inout EngineOutput) {
        let refused = books.awards.record(award, at: input.at)
        isMemoryChanged = true
        if let notice = excess(of: award) { output.notices.append(notice) }
        // Awards of spans that are over come for settlement, in numbers; nobody has to act on them.
        guard award.end > input.at else { return }
        if refused != award { output.notices.append(Notice(.award, "Award \(award.text).")) }
        guard let refused else { return }
        output.notices.append(
            Notice(
                .awardRefused,
                "Award \(refused.text) is not acted on: \(AwardBook.limit) awards are in force or still to come, "
                    + "and it starts last. It is recorded, and settles. Send it again nearer to its start."))
    }

    private mutating func apply(
        _ instruction: InstructionSignal, at now: UTCInstant, output: inout EngineOutput
    ) {
        let follower = table.kinds.first { $0.follows[instruction.program] != nil }
        let change = books.obligations.apply(
            instruction, at: now, answeredBy: follower?.program,
            within: follower?.follows[instruction.program])
        if let kind = change.notice {
            isMemoryChanged = true
            let program = change.obligations.first?.program
            output.notices.append(Notice(kind, change.text(instruction, table: table), of: program))
        }
    }

    private mutating func apply(_ command: OperatorCommand, at input: EngineInput, output: inout EngineOutput)
    {
        isMemoryChanged = true
        switch command.action {
        case .curtail, .release:
            break
        case .arm:
            setMode(.armed)
        case .disarm:
            setMode(.shadow)
        case .override(let program, let span):
            guard table.mayOverride(program) else {
                let others = table.kinds.filter(\.mayBeOverridden).map(\.program.rawValue)
                output.notices.append(
                    Notice(
                        .instructionNotHandled,
                        "\(program.rawValue) cannot be overridden, only \(others.joined(separator: ", ")); "
                            + "nothing was changed."))
                return
            }
            for index in programs.indices where programs[index].kind.program == program {
                programs[index].program.override(
                    until: input.monotonic.advanced(by: span),
                    utc: input.at.advanced(byNanoseconds: span.nanoseconds))
            }
        }
        let because = command.reason.isEmpty ? "" : " (\(command.reason))"
        output.notices.append(
            Notice(
                command.action == .arm || command.action == .disarm ? .modeChanged : .manualCommand,
                "\(command.issuer): \(command.action.text)\(because)."))
    }

    private mutating func setMode(_ new: SiteMode) {
        isModeCommanded = true
        guard mode != new else { return }
        mode = new
        fleet.shadow = UnitSet(unitCount: model.unitCount)
        restore = nil
        settled = nil
        isReissueDue = true
    }

    /// Goes on with a reloaded policy: programs keep what they hold, units keep their names.
    private mutating func adopt(_ new: SitePolicy, at now: MonotonicInstant, output: inout EngineOutput) {
        let (asleep, returning) = (asleepNames() + orphans, returningNames())
        let before = model
        let kept = (states: stateNames(), loads: fleet.loadsByName(model))
        policy = new
        forgetMeters()
        model = SiteModel(policy: new, hashprice: hashprice ?? new.economics.dollarsPerPetahashDay)
        if !isModeCommanded { mode = new.mode }
        fleet = FleetMemory(model: model)
        recoverUnits(asleep: asleep, returning: returning, at: now)
        fleet.restoreStates(kept.states, loads: kept.loads, model: model)
        for index in programs.indices { programs[index].program.adopt(model, after: before) }
        restore = nil
        settled = nil
        isReissueDue = true
        isMemoryChanged = true
        var text = "The configuration of \(new.name) was replaced."
        if !orphans.isEmpty {
            text +=
                " \(orphans.count) units that we put to sleep are no longer in it, beginning with \(orphans[0]): "
                + "they stay asleep. Wake them by hand, or put them back and reload."
        }
        output.notices.append(Notice(.policyChanged, text))
    }

    /// Marks units that sleep by us or that we woke, by name; sleepers that the policy does not know are kept for a
    /// later one.
    mutating func recoverUnits(asleep: [String], returning: [String], at now: MonotonicInstant) {
        let units = model.units(named: asleep)
        fleet.asleep.insert(units, ratedPower: model.ratedPower)
        fleet.returning.insert(model.units(named: returning), ratedPower: model.ratedPower)
        returningSince = fleet.returning.isEmpty ? nil : now
        let found = Set(units.map(model.name(ofUnit:)))
        orphans = Set(asleep).subtracting(found).sorted()
    }
}

extension AwardSignal {
    /// The award in words.
    fileprivate var text: String {
        "\(id): \(power.decimal) MW of \(program.rawValue) from \(start.seconds) to \(end.seconds)"
    }
}

extension OperatorCommand.Action {
    /// The command in words.
    package var text: String {
        switch self {
        case .curtail(let level, let span):
            "curtail \(level.text)" + (span.map { " for \($0.decimalSeconds) s" } ?? " until released")
        case .release: "release the manual curtailment"
        case .arm: "arm"
        case .disarm: "disarm"
        case .override(let program, let span): "override \(program.rawValue) for \(span.decimalSeconds) s"
        }
    }
}

extension OperatorCommand.Level {
    /// The level in words.
    package var text: String {
        switch self {
        case .everything: "everything curtailable"
        case .percent(let percent): "\(percent) % of the curtailable load"
        case .to(let power): "to \(power.decimal) MW"
        case .by(let power): "by \(power.decimal) MW"
        }
    }
}
