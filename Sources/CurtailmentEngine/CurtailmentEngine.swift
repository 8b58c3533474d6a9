import GridMarket
package import GridUnits

/// Decides how much the site may draw and which units sleep: events in, decisions out.
///
/// A value without I/O, clock or randomness: the same policy and the same inputs give the same outputs, which is what
/// lets a ledger be verified and a year be replayed.
package struct CurtailmentEngine: Sendable {
    /// Changes with every behaviour that a recorded decision could show.
    package static let version = "4"

    /// The settings in force: the configuration's, until a reload brings others.
    package internal(set) var policy: SitePolicy
    /// Whether orders go out: the configuration's mode, or the one an operator set since.
    package internal(set) var mode: SiteMode
    /// When to call with ``EngineEvent/timer`` though nothing has happened.
    package internal(set) var nextDeadline: MonotonicInstant?
    /// The curtailment that stands; nil while nothing is curtailed.
    package internal(set) var event: CurtailmentEvent?
    /// Standing conditions, by kind.
    package internal(set) var alarms: [Alarm] = []
    /// The newest decision since the start; nil before the first.
    package internal(set) var lastDecision: Decision?
    /// The programs' wishes and the arbiter's ruling on them now, whether or not they were worth a decision.
    var wishes: [Wish] = []
    var weighed: LoadTarget?
    /// The load by the site's meter; nil while none or several meters report.
    package internal(set) var metered: Power?
    var meters = MeterNames()
    /// The register of the meter that spoke last.
    var registers = RegisterWatch()
    /// The meter whose register that is.
    var registeredMeter: String?
    /// The newest reading that was not believed; nil after a while without one.
    var meterDoubt: MeterDoubt?
    var toldAward: ToldAward?

    var model: SiteModel
    /// Whether `mode` was set by `arm` or `disarm` and stands over the configuration.
    var isModeCommanded = false
    var hashprice: Money?
    var grid = GridConditionSignal(
        physicalResponsiveCapability: nil, emergencyAlertLevel: nil, systemLoad: nil)
    let table: ProgramTable
    /// In order of rank; the engine knows none of them by name.
    var programs: [ProgramSlot] = []
    var books = ProgramBooks()
    var fleet: FleetMemory
    /// The return under way: units that still sleep and wake by themselves; nil when none does.
    var restore: RestoreRamp?
    var isLedgerBlocked = false
    var nextDecision: Int64 = 1
    var nextEvent: Int64 = 1
    /// The situation of the last plan; the same again needs no new plan.
    var settled: Settled?
    /// The situation of the last decision.
    var decided: Settled?
    /// Whether sleeping units are told again though nothing changed: what was told before may never have reached them.
    var isReissueDue = false
    /// Units that we put to sleep and that the policy no longer knows, by name.
    var orphans: [String] = []
    var isMemoryChanged = false
    /// The load shed beside the ratings under the present ceiling.
    var shortfall = Power.zero
    /// When orders that were not followed are repeated.
    var reassertAt: MonotonicInstant?
    /// The moment from which units are expected back, to end an event from which some never return.
    var returningSince: MonotonicInstant?
    /// Until this moment, demands from before the restart leave units alone that have not been read yet.
    var recoveringUntil: MonotonicInstant?

    /// An engine with the programs of the service, running and without memory until it is told that it started.
    package init(policy: SitePolicy) { self.init(policy: policy, programs: .standard) }

    /// An engine with programs of its own.
    init(policy: SitePolicy, programs table: ProgramTable) {
        self.policy = policy
        self.table = table
        mode = policy.mode
        model = SiteModel(policy: policy, hashprice: policy.economics.dollarsPerPetahashDay)
        fleet = FleetMemory(model: model)
        makePrograms()
    }

    /// The situation that a plan depends on.
    struct Settled: Hashable, Sendable {
        var mode: SiteMode
        var ceiling: Power?
        var floor: Power?
        var limit: Power?
        var setPoint: Power?
        var groups: [Int]
        var winner: Program?
        var reason: Reason?
        /// Counts changes in which units can be counted on.
        var fleetVersion: Int
        /// Matters to a ceiling only.
        var available: Power?
        var shortfall: Power

        /// The part of the situation that a decision is about, without small movements of load and fleet.
        var essence: Settled {
            var essence = self
            essence.fleetVersion = 0
            essence.available = nil
            essence.shortfall = .zero
            return essence
        }
    }

    /// How often an order that is not followed is repeated.
    static let reassertEvery = TimeSpan.seconds(60)
    /// How long an event waits for units that do not come back.
    static let returnPatience = TimeSpan.seconds(900)
}

extension CurtailmentEngine {
    /// Handles one event and says what to do: equal engines and inputs give equal outputs.
    ///
    /// - Parameters:
    ///   - input: not older than the one before it.
    ///   - handOff: called at most once, with the urgent order of a new decision, before the decision is put into
    ///     words; the order is also the first urgent one of the output.
    /// - Returns: what changed.
    package mutating func handle(
        _ input: EngineInput, urgently handOff: (FleetOrder) -> Void = { _ in }
    ) -> EngineOutput {
        var output = EngineOutput()
        isMemoryChanged = false
        output.orders = letReturn(before: input.monotonic)
        apply(input, output: &output)
        watchRecovery(input)
        var turn = ProgramTurn(after: input.monotonic)
        let moment = Moment(now: input.monotonic, utc: input.at, available: fleet.available(model))
        askPrograms(input.event, at: moment, turn: &turn)
        decide(at: moment, output: &output, handOff: handOff)
        for index in programs.indices { programs[index].program.report(to: &turn) }
        output.notices += turn.notices
        isMemoryChanged = isMemoryChanged || turn.isMemoryChanged
        updateAlarms(utc: input.at)
        var next = Deadline(after: input.monotonic)
        next.add(turn.deadline.earliest)
        // Its steps need no input, but its end does: an event that nobody reads anything of ends with it.
        next.add(restore?.end(ratedPower: model.ratedPower))
        next.add(reassertAt)
        next.add(recoveringUntil)
        next.add(returningSince?.advanced(by: Self.returnPatience))
        nextDeadline = next.earliest
        output.isMemoryChanged = isMemoryChanged || output.decision != nil || output.event != nil
        return output
    }

    /// Gives every program the event, in order of rank, and asks for its wish.
    mutating func askPrograms(_ event: EngineEvent, at moment: Moment, turn: inout ProgramTurn) {
        wishes.removeAll(keepingCapacity: true)
        for index in programs.indices {
            programs[index].program.apply(event, at: moment, site: model, books: &books, turn: &turn)
            let wish = programs[index].program.evaluate(
                at: moment, site: model, books: &books, turn: &turn)
            if let wish { wishes.append(wish) }
        }
    }

    /// A wish with its numbers, as a decision records it.
    func demand(_ wish: Wish) -> Demand {
        let slot = programs.first { $0.kind.program == wish.program }
        return Demand(
            program: wish.program, reason: wish.reason, bounds: wish.bounds,
            figures: slot?.program.figures(of: wish, site: model, books: books) ?? [])
    }
}

extension CurtailmentEngine {
    /// Brings the standing conditions up to date; each keeps the time at which it began.
    mutating func updateAlarms(utc: UTCInstant) {
        var standing: [Alarm] = []
        for (kind, text) in conditions() {
            let since = alarms.first { $0.kind == kind }?.since ?? utc
            standing.append(Alarm(kind: kind, since: since, text: text))
        }
        if standing != alarms { alarms = standing }
    }

    private func conditions() -> [(kind: Alarm.Kind, text: String)] {
        var conditions: [(kind: Alarm.Kind, text: String)] = []
        for slot in programs.reversed() { conditions += slot.program.conditions }
        if let capability = grid.physicalResponsiveCapability,
            capability < policy.grid.physicalResponsiveCapabilityBelow
        {
            conditions.append(
                (
                    .physicalResponsiveCapabilityLow,
                    "PRC \(capability.decimal) MW is below "
                        + "\(policy.grid.physicalResponsiveCapabilityBelow.decimal) MW"
                ))
        }
        if let level = grid.emergencyAlertLevel, level >= policy.grid.emergencyAlertFrom {
            conditions.append((.emergencyAlert, "ERCOT has declared EEA \(level)"))
        }
        if isLedgerBlocked {
            conditions.append(
                (.ledgerBlocked, "The ledger cannot be written: economic sheds and restores wait"))
        }
        if areMetersAmbiguous {
            conditions.append(
                (
                    .severalMeters,
                    "\(meters.names.count) meters report (\(meters.names.joined(separator: ", "))) and "
                        + "none is chosen: nothing settles by a meter. Name the site's: settlement.meter"
                ))
        }
        if let meterDoubt { conditions.append((.meterImplausible, meterDoubt.text)) }
        if mode == .shadow, !fleet.asleep.isEmpty {
            conditions.append(
                (
                    .unitsAsleepInShadow,
                    "\(fleet.asleep.count.counted("unit")) still asleep by us; arm, then release, to wake them"
                ))
        }
        if !fleet.asleep.isEmpty || !fleet.returning.isEmpty {
            let failed = fleet.failedCount()
            if failed > 0 {
                conditions.append(
                    (
                        .unitsNotFollowing,
                        "\(failed.counted("unit")) of ours not following: "
                            + fleet.statesOfFailed.map { "curtailctl fleet --state \($0.rawValue)" }
                            .joined(separator: ", ")
                    ))
            }
        }
        return conditions
    }
}

extension Stance {
    /// The meaning of the stance, for people.
    var text: String {
        switch self {
        case .hold: "the program holds what it last wanted"
        case .release: "the program wants nothing"
        case .curtail: "the program wants the load curtailed"
        }
    }
}
