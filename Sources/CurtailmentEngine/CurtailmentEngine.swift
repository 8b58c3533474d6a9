import GridMarket
package import GridUnits

/// Decides how much the site may draw and which units sleep: events in, decisions out.
///
/// A value without I/O, clock or randomness: the same policy and the same inputs give the same outputs, which is what
/// lets a ledger be verified and a year be replayed.
package struct CurtailmentEngine: Sendable {
    /// Changes with every behaviour that a recorded decision could show.
    package static let version = "4"

    package internal(set) var policy: SitePolicy
    package internal(set) var mode: SiteMode
    /// When to call with ``EngineEvent/timer`` though nothing has happened.
    package internal(set) var nextDeadline: MonotonicInstant?
    package internal(set) var event: CurtailmentEvent?
    /// Standing conditions, by kind.
    package internal(set) var alarms: [Alarm] = []
    package internal(set) var lastDecision: Decision?
    /// What the arbiter says now, whether or not it was worth a decision.
    var weighed: LoadTarget?
    package internal(set) var metered: Power?
    var meters = MeterNames()
    var toldAward: ToldAward?

    var model: SiteModel
    /// Whether `mode` was set by `arm` or `disarm` and stands over the configuration.
    var isModeCommanded = false
    var hashprice: Money?
    var grid = GridConditionSignal(
        physicalResponsiveCapability: nil, emergencyAlertLevel: nil, systemLoad: nil)
    var price: PriceProgram
    var awards = AwardBook()
    var underfrequency = UnderfrequencyProgram()
    var manual = ManualProgram()
    var fleet: FleetMemory
    /// The return under way: units that still sleep and wake by themselves; nil when none does.
    var restore: RestoreRamp?
    var isLedgerBlocked = false
    var nextDecision: Int64 = 1
    var nextEvent: Int64 = 1
    /// What the last plan was made for; the same again needs no new plan.
    var settled: Settled?
    /// What the last decision was made for.
    var decided: Settled?
    /// Whether sleeping units are told again though nothing changed: what was told before may never have reached them.
    var isReissueDue = false
    /// Units that we put to sleep and that the policy no longer knows, by name.
    var orphans: [String] = []
    var isMemoryChanged = false
    /// What is shed beside the ratings under the present ceiling.
    var shortfall = Power.zero
    /// When orders that were not followed are repeated.
    var reassertAt: MonotonicInstant?
    /// Since when units are expected back, to end an event that some never return from.
    var returningSince: MonotonicInstant?
    /// Until when units that were not read since a restart are spared by what stood before it.
    var recoveringUntil: MonotonicInstant?

    package init(policy: SitePolicy) {
        self.policy = policy
        mode = policy.mode
        model = SiteModel(policy: policy, hashprice: policy.economics.dollarsPerPetahashDay)
        price = PriceProgram(groupCount: policy.groups.count)
        fleet = FleetMemory(model: model)
    }

    /// What a plan depends on.
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

        /// What a decision is about: small movements of load and fleet are not.
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
    /// Takes one event and says what to do: equal engines and inputs give equal outputs.
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
        let tripBefore = underfrequency.trip
        watchRecovery(input)
        let deadline = evaluatePrograms(now: input.monotonic, utc: input.at, output: &output)
        decide(now: input.monotonic, utc: input.at, output: &output, handOff: handOff)
        noteTrip(before: tripBefore, output: &output)
        updateAlarms(utc: input.at)
        var next = Deadline(after: input.monotonic)
        next.add(deadline)
        // Its steps need no input, but its end does: an event that nobody reads anything of ends with it.
        next.add(restore?.end(ratedPower: model.ratedPower))
        next.add(reassertAt)
        next.add(recoveringUntil)
        next.add(returningSince?.advanced(by: Self.returnPatience))
        nextDeadline = next.earliest
        output.isMemoryChanged = isMemoryChanged || output.decision != nil || output.event != nil
        return output
    }

    private mutating func evaluatePrograms(
        now: MonotonicInstant, utc: UTCInstant, output: inout EngineOutput
    ) -> MonotonicInstant? {
        var next = Deadline(after: now)
        if let policy = policy.price {
            let before = price.holds
            next.add(price.evaluate(model: model, policy: policy, now: now, utc: utc))
            if price.holds != before { isMemoryChanged = true }
        }
        if let policy = policy.underfrequency {
            next.add(
                underfrequency.evaluate(
                    model: model, policy: policy, awards: awards, available: fleet.available(model), now: now,
                    utc: utc))
        } else {
            underfrequency.evaluateWithoutPolicy()
        }
        let wasHeld = manual.hold != nil
        next.add(manual.evaluate(now: now))
        if wasHeld, manual.hold == nil {
            isMemoryChanged = true
            output.notices.append(Notice(.manualCommand, "The timed manual curtailment has run out."))
        }
        return next.earliest
    }

    private mutating func noteTrip(before: UnderfrequencyProgram.Trip?, output: inout EngineOutput) {
        guard before != underfrequency.trip else { return }
        isMemoryChanged = true
        guard before == nil, let trip = underfrequency.trip else { return }
        let award = trip.awaitsRecallOf.map { ", armed by award \($0)" } ?? ""
        output.notices.append(
            Notice(
                .frequencyTrip,
                "Under-frequency trip at \(trip.frequency.decimal) Hz\(award): "
                    + "load down to \(trip.ceiling.decimal(places: 3)) MW."))
    }

    /// What every program wants now.
    func demands(now: MonotonicInstant) -> [Demand] {
        var demands: [Demand] = []
        if let demand = underfrequency.demand(model: model, policy: policy.underfrequency) {
            demands.append(demand)
        }
        if let demand = manual.demand { demands.append(demand) }
        if let policy = policy.price, let demand = price.demand(model: model, policy: policy, now: now) {
            demands.append(demand)
        }
        return demands
    }
}
