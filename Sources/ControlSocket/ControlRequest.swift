package import GridMarket
package import CurtailmentEngine
package import GridUnits

/// What a person or program may ask of a running daemon.
package enum ControlRequest: Hashable, Sendable {
    case status
    case log(LogSelection)
    case explain(ExplainSubject)
    /// Operating days, both included; nil is today.
    case credits(CreditSelection)
    case curtail(CurtailCommand)
    case release(ReleaseCommand)
    case arm(reason: String)
    case disarm(reason: String)
    case signals
    case fleet(group: String?, state: UnitState?)
    /// With `waits`, answered only when the new configuration is in force or refused.
    case reload(waits: Bool)
    case ping

    /// Whether it changes anything, and so needs the right to command.
    package var isCommand: Bool {
        switch self {
        case .status, .log, .explain, .credits, .signals, .fleet, .ping: false
        case .curtail(let command): !command.isDryRun
        case .release, .arm, .disarm, .reload: true
        }
    }
}

/// Which money.
package struct CreditSelection: Hashable, Sendable {
    /// First and last operating day, both included; nil is for the one who answers to choose.
    package var from: CalendarDate?
    package var to: CalendarDate?
    package var grouping: CreditGrouping
    /// As it was known then; nil for now.
    package var asOf: UTCInstant?

    package init(
        from: CalendarDate? = nil, to: CalendarDate? = nil, by grouping: CreditGrouping = .interval,
        asOf: UTCInstant? = nil
    ) {
        self.from = from
        self.to = to
        self.grouping = grouping
        self.asOf = asOf
    }
}

/// Which curtailment events to list.
package struct LogSelection: Hashable, Sendable {
    package var since: UTCInstant?
    package var until: UTCInstant?
    package var program: Program?
    /// Go on with every new event until the asker leaves.
    package var follows: Bool

    package init(
        since: UTCInstant? = nil, until: UTCInstant? = nil, program: Program? = nil, follows: Bool = false
    ) {
        self.since = since
        self.until = until
        self.program = program
        self.follows = follows
    }
}

/// What is to be explained.
package enum ExplainSubject: Hashable, Sendable {
    case event(Int64)
    case at(UTCInstant)
}

/// How lines of money are summed.
package enum CreditGrouping: String, Hashable, Sendable, CaseIterable {
    case interval, hour, day, month, year, program, group, claim, event
}

/// A manual curtailment.
package struct CurtailCommand: Hashable, Sendable {
    package var level: OperatorCommand.Level
    /// Until released, when nil.
    package var span: TimeSpan?
    /// Say what would happen, and do nothing.
    package var isDryRun: Bool
    package var reason: String

    package init(level: OperatorCommand.Level, span: TimeSpan? = nil, isDryRun: Bool = false, reason: String)
    {
        self.level = level
        self.span = span
        self.isDryRun = isDryRun
        self.reason = reason
    }
}

/// The end of a manual curtailment, or a while of running against a program.
package struct ReleaseCommand: Hashable, Sendable {
    /// A named, bounded permission to run against a price or peak demand.
    package struct Override: Hashable, Sendable {
        package var program: Program
        package var span: TimeSpan

        package init(program: Program, span: TimeSpan) {
            self.program = program
            self.span = span
        }
    }

    /// The event meant, refused when another one stands; nil means whichever stands.
    package var event: Int64?
    package var override: Override?
    package var reason: String

    package init(event: Int64? = nil, override: Override? = nil, reason: String) {
        self.event = event
        self.override = override
        self.reason = reason
    }
}
