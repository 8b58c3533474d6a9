package import GridMarket
package import GridUnits

/// What a run has to know of the run before it.
package struct Recovery: Hashable, Sendable {
    package var memory: EngineMemory
    /// `group/unit` of every unit that we put to sleep and have not woken.
    package var asleep: [String]
    /// `group/unit` of every unit that we woke and that was not confirmed running.
    package var returning: [String]

    package init(memory: EngineMemory, asleep: [String], returning: [String] = []) {
        self.memory = memory
        self.asleep = asleep
        self.returning = returning
    }
}

/// The engine's durable state without its units: small, written with every decision.
package struct EngineMemory: Hashable, Sendable {
    /// A manual curtailment in force.
    package struct ManualHold: Hashable, Sendable {
        /// As commanded, for people.
        package var level: OperatorCommand.Level
        /// What the site may draw while it stands, fixed when the command came.
        package var ceiling: Power
        package var since: UTCInstant
        package var until: UTCInstant?
        package var issuer: String
        package var reason: String

        package init(
            level: OperatorCommand.Level, ceiling: Power, since: UTCInstant, until: UTCInstant?,
            issuer: String,
            reason: String
        ) {
            self.level = level
            self.ceiling = ceiling
            self.since = since
            self.until = until
            self.issuer = issuer
            self.reason = reason
        }
    }

    /// Our own under-frequency trip in force.
    package struct TripHold: Hashable, Sendable {
        package var since: UTCInstant
        package var frequency: Frequency
        /// What the site may draw while it stands: its load at the trip less what the award sold.
        package var ceiling: Power
        /// The award that armed it; while set, only a recall ends the trip.
        package var awaitsRecallOf: String?
        /// Since when the frequency has been recovered without a break.
        package var recoveredSince: UTCInstant?

        package init(
            since: UTCInstant, frequency: Frequency, ceiling: Power, awaitsRecallOf: String?,
            recoveredSince: UTCInstant?
        ) {
            self.since = since
            self.frequency = frequency
            self.ceiling = ceiling
            self.awaitsRecallOf = awaitsRecallOf
            self.recoveredSince = recoveredSince
        }
    }

    /// Where the price program stands with one group.
    package struct GroupHold: Hashable, Sendable {
        package var group: String
        package var isCurtailing: Bool
        /// Since its last change of mind; nil before the first.
        package var since: UTCInstant?

        package init(group: String, isCurtailing: Bool, since: UTCInstant?) {
            self.group = group
            self.isCurtailing = isCurtailing
            self.since = since
        }
    }

    /// A price with the time at which it became known.
    package struct KnownPrice: Hashable, Sendable {
        package var signal: PriceSignal
        package var receivedAt: UTCInstant

        package init(signal: PriceSignal, receivedAt: UTCInstant) {
            self.signal = signal
            self.receivedAt = receivedAt
        }
    }

    package var nextDecision: Int64
    package var nextEvent: Int64
    /// As last set by `arm` or `disarm`; nil while the configuration's mode stands.
    package var mode: SiteMode?
    package var event: CurtailmentEvent?
    package var manual: ManualHold?
    package var trip: TripHold?
    package var awards: [AwardSignal]
    package var hashprice: Money?
    package var prices: [KnownPrice]
    package var priceHolds: [GroupHold]
    /// Until when the price program is overridden.
    package var priceOverriddenUntil: UTCInstant?
    /// Where a ramped return stood after its last wake; nil while none is under way.
    package var pace: ReturnPace?

    package init(
        nextDecision: Int64, nextEvent: Int64, mode: SiteMode?, event: CurtailmentEvent?, manual: ManualHold?,
        trip: TripHold?, awards: [AwardSignal], hashprice: Money?, prices: [KnownPrice],
        priceHolds: [GroupHold],
        priceOverriddenUntil: UTCInstant?, pace: ReturnPace? = nil
    ) {
        self.nextDecision = nextDecision
        self.nextEvent = nextEvent
        self.mode = mode
        self.event = event
        self.manual = manual
        self.trip = trip
        self.awards = awards
        self.hashprice = hashprice
        self.prices = prices
        self.priceHolds = priceHolds
        self.priceOverriddenUntil = priceOverriddenUntil
        self.pace = pace
    }

    /// A ledger with nothing in it.
    package static let blank = EngineMemory(
        nextDecision: 1, nextEvent: 1, mode: nil, event: nil, manual: nil, trip: nil, awards: [],
        hashprice: nil,
        prices: [], priceHolds: [], priceOverriddenUntil: nil)
}
