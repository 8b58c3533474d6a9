import GridMarket
import GridUnits

extension CurtailmentEngine {
    /// What a later run has to know.
    package var memory: EngineMemory {
        EngineMemory(
            nextDecision: nextDecision, nextEvent: nextEvent, mode: isModeCommanded ? mode : nil,
            event: event,
            manual: manual.hold,
            trip: underfrequency.trip.map { trip in
                EngineMemory.TripHold(
                    since: trip.sinceUTC, frequency: trip.frequency, ceiling: trip.ceiling,
                    awaitsRecallOf: trip.awaitsRecallOf, recoveredSince: underfrequency.recoveredSinceUTC)
            },
            awards: awards.awards, hashprice: hashprice,
            prices: Market.allCases.compactMap { market in
                price.known[market].map {
                    EngineMemory.KnownPrice(signal: $0.signal, receivedAt: $0.receivedAt)
                }
            },
            priceHolds: zip(policy.groups, price.holds).map { group, hold in
                EngineMemory.GroupHold(
                    group: group.name, isCurtailing: hold.isCurtailing, since: hold.sinceUTC)
            }, priceOverriddenUntil: price.overriddenUntilUTC,
            pace: mode == .armed ? restore?.paceOfLastWake : nil)
    }

    /// What a later run has to know of this one.
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
        let clock = RecoveredClock(input: input)
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
        manual = ManualProgram(hold: memory.manual, until: memory.manual?.until.map(clock.monotonic(of:)))
        awards = AwardBook(memory.awards)
        underfrequency = UnderfrequencyProgram(
            trip: memory.trip.map { trip in
                UnderfrequencyProgram.Trip(
                    sinceUTC: trip.since, frequency: trip.frequency, ceiling: trip.ceiling,
                    awaitsRecallOf: trip.awaitsRecallOf)
            }, recoveredSince: memory.trip?.recoveredSince.map(clock.monotonic(of:)),
            recoveredSinceUTC: memory.trip?.recoveredSince)
        recoverPrices(memory, clock: clock)
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
                    + "\(fleet.asleep.count) units asleep by us, \(fleet.returning.count) on their way back, "
                    + "unconfirmed until read."))
    }

    private mutating func recoverPrices(_ memory: EngineMemory, clock: RecoveredClock) {
        var known: [Market: PriceProgram.Known] = [:]
        for price in memory.prices {
            known[price.signal.market] = PriceProgram.Known(
                signal: price.signal, receivedAt: price.receivedAt,
                received: clock.monotonic(of: price.receivedAt))
        }
        let holds = policy.groups.map { group in
            guard let hold = memory.priceHolds.first(where: { $0.group == group.name }) else {
                return PriceProgram.Hold()
            }
            return PriceProgram.Hold(
                isCurtailing: hold.isCurtailing, since: hold.since.map(clock.monotonic(of:)),
                sinceUTC: hold.since)
        }
        price = PriceProgram(
            holds: holds, known: known,
            overriddenUntil: memory.priceOverriddenUntil.map(clock.monotonic(of:)),
            overriddenUntilUTC: memory.priceOverriddenUntil)
    }
}

/// Places remembered UTC instants on this run's monotonic clock.
private struct RecoveredClock {
    let input: EngineInput

    func monotonic(of instant: UTCInstant) -> MonotonicInstant {
        input.monotonic.advanced(by: TimeSpan(nanoseconds: instant.nanoseconds(since: input.at)))
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
        _ = take(FleetReport(groups: groups, changes: changes), model: model)
    }
}
