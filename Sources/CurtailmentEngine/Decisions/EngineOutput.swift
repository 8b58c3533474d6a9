package import GridUnits

/// What the engine answers to one input; empty when nothing changes.
package struct EngineOutput: Hashable, Sendable {
    package var decision: Decision?
    /// In the order in which they have to go out.
    package var orders: [FleetOrder] = []
    /// The curtailment event as it stands now, when it changed.
    package var event: CurtailmentEvent?
    /// Units that we woke and that are confirmed running again.
    package var returned: [Int] = []
    package var notices: [Notice] = []
    /// Whether the durable memory changed.
    package var isMemoryChanged = false

    package init() {}
}

/// Something that happened once and that the operator should read.
package struct Notice: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case recovered
        case manualCommand = "manual_command"
        case modeChanged = "mode_changed"
        case frequencyTrip = "frequency_trip"
        case frequencyNotArmed = "frequency_not_armed"
        case frequencyImplausible = "frequency_implausible"
        case recall
        case instructionNotHandled = "instruction_not_handled"
        case award
        case awardBeyondLoad = "award_beyond_load"
        case awardRefused = "award_refused"
        case capabilityBreach = "capability_breach"
        case clockStepped = "clock_stepped"
        case policyChanged = "policy_changed"
    }

    package let kind: Kind
    package let text: String

    package init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}

/// A condition that stands until it is over.
package struct Alarm: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case priceStale = "price_stale"
        case frequencyStale = "frequency_stale"
        case physicalResponsiveCapabilityLow = "prc_low"
        case emergencyAlert = "energy_emergency_alert"
        case ledgerBlocked = "ledger_blocked"
        case unitsNotFollowing = "units_not_following"
        case unitsAsleepInShadow = "units_asleep_in_shadow"
        case severalMeters = "several_meters"
    }

    package let kind: Kind
    package let since: UTCInstant
    package let text: String

    package init(kind: Kind, since: UTCInstant, text: String) {
        self.kind = kind
        self.since = since
        self.text = text
    }
}
