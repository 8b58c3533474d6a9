package import GridMarket
package import GridUnits

/// The engine's answer to one input; empty when nothing changes.
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
    /// The subject of a notice, which decides where it is filed and how urgent it is.
    package enum Subject: Hashable, Sendable, CaseIterable {
        case start, command, mode, trip, obligation, alarm, market, clock, configuration
    }

    /// The word for what happened, declared by the program that tells it, or here.
    package struct Kind: Hashable, Sendable {
        package let rawValue: String
        package let subject: Subject
        /// The program that tells it; nil where it is nobody's alone.
        package let program: Program?

        init(_ rawValue: String, _ subject: Subject, of program: Program? = nil) {
            self.rawValue = rawValue
            self.subject = subject
            self.program = program
        }

        package static let recovered = Kind("recovered", .start)
        package static let modeChanged = Kind("mode_changed", .mode)
        package static let obligation = Kind("obligation", .obligation)
        package static let recall = Kind("recall", .obligation)
        package static let instructionNotHandled = Kind("instruction_not_handled", .alarm)
        package static let award = Kind("award", .market)
        package static let awardBeyondLoad = Kind("award_beyond_load", .alarm)
        package static let awardRefused = Kind("award_refused", .alarm)
        package static let capabilityBreach = Kind("capability_breach", .alarm)
        package static let clockStepped = Kind("clock_stepped", .clock)
        package static let policyChanged = Kind("policy_changed", .configuration)
    }

    package let kind: Kind
    package let text: String
    /// The program that it is about; nil where it is nobody's alone.
    package let program: Program?

    package init(_ kind: Kind, _ text: String, of program: Program? = nil) {
        self.kind = kind
        self.text = text
        self.program = program ?? kind.program
    }
}

/// A condition that stands until it is over.
package struct Alarm: Hashable, Sendable {
    /// The word for the condition, declared by the program that raises it, or here.
    package struct Kind: Hashable, Sendable {
        package let rawValue: String
        /// The command that shows more or mends it; empty where the text says it.
        package let hint: String

        init(_ rawValue: String, hint: String = "") {
            self.rawValue = rawValue
            self.hint = hint
        }

        package static let physicalResponsiveCapabilityLow = Kind("prc_low")
        package static let emergencyAlert = Kind("energy_emergency_alert")
        package static let ledgerBlocked = Kind("ledger_blocked")
        package static let unitsNotFollowing = Kind("units_not_following")
        package static let unitsAsleepInShadow = Kind("units_asleep_in_shadow")
        package static let severalMeters = Kind("several_meters")
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
