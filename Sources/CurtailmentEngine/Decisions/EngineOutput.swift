package import GridMarket
package import GridUnits

/// The engine's answer to one input; empty when nothing changes.
package struct EngineOutput: Hashable, Sendable {
    /// The decision; nil where the input called for none.
    package var decision: Decision?
    /// In the order in which they have to go out.
    package var orders: [FleetOrder] = []
    /// The curtailment event as it stands now, when it changed.
    package var event: CurtailmentEvent?
    /// Units that we woke and that are confirmed running again.
    package var returned: [Int] = []
    /// Messages for the journal, in order.
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
        /// The word by which tests and goldens know the message.
        package let rawValue: String
        /// The journal's own kind of message, which fixes its number and priority.
        package let subject: Subject
        /// The program that tells it; nil where it is nobody's alone.
        package let program: Program?

        init(_ rawValue: String, _ subject: Subject, of program: Program? = nil) {
            self.rawValue = rawValue
            self.subject = subject
            self.program = program
        }

        /// A curtailment goes on after a restart.
        package static let recovered = Kind("recovered", .start)
        /// An operator armed or disarmed the site.
        package static let modeChanged = Kind("mode_changed", .mode)
        /// An obligation came into force or was changed.
        package static let obligation = Kind("obligation", .obligation)
        /// An obligation was recalled or cancelled.
        package static let recall = Kind("recall", .obligation)
        /// An instruction that no program here follows, or that cannot be followed.
        package static let instructionNotHandled = Kind("instruction_not_handled", .alarm)
        /// An award that programs act on came, or changed.
        package static let award = Kind("award", .market)
        /// An award of more than the site can draw.
        package static let awardBeyondLoad = Kind("award_beyond_load", .alarm)
        /// An award beyond the most that are kept.
        package static let awardRefused = Kind("award_refused", .alarm)
        /// A ceiling took the load below what was sold as capability.
        package static let capabilityBreach = Kind("capability_breach", .alarm)
        /// The wall clock was set.
        package static let clockStepped = Kind("clock_stepped", .clock)
        /// Another configuration is in force.
        package static let policyChanged = Kind("policy_changed", .configuration)
    }

    /// The word for what happened, and its place in the journal.
    package let kind: Kind
    /// One line for the journal, with numbers and units.
    package let text: String
    /// The program that it is about; nil where it is nobody's alone.
    package let program: Program?

    /// Creates a message; its program is the kind's own unless one is given.
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
        /// The word in status, in the journal and for `curtailctl probe`.
        package let rawValue: String
        /// The command that shows more or mends it; empty where the text says it.
        package let hint: String

        init(_ rawValue: String, hint: String = "") {
            self.rawValue = rawValue
            self.hint = hint
        }

        /// ERCOT's reserves are below the configured limit.
        package static let physicalResponsiveCapabilityLow = Kind("prc_low")
        /// ERCOT has declared an emergency of the configured level or above.
        package static let emergencyAlert = Kind("energy_emergency_alert")
        /// The ledger cannot be written.
        package static let ledgerBlocked = Kind("ledger_blocked")
        /// Units of ours do not do what they were told.
        package static let unitsNotFollowing = Kind("units_not_following")
        /// Units sleep by us while the site is in shadow, so that nobody wakes them.
        package static let unitsAsleepInShadow = Kind("units_asleep_in_shadow")
        /// The site's meter says what the site cannot draw, or its register went back.
        package static let meterImplausible = Kind("meter_implausible")
        /// Several meters report and none is named as the site's.
        package static let severalMeters = Kind("several_meters")
    }

    /// The condition by its word.
    package let kind: Kind
    /// When the condition began.
    package let since: UTCInstant
    /// The condition in one line, with its numbers; no hint.
    package let text: String

    package init(kind: Kind, since: UTCInstant, text: String) {
        self.kind = kind
        self.since = since
        self.text = text
    }
}
