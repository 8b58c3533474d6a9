package import GridMarket
package import GridUnits

/// Everything the engine is ever given: recorded before or with what it decided.
package struct EngineInput: Hashable, Sendable {
    /// UTC, for records and market keys.
    package let at: UTCInstant
    /// For dwell, deadlines and ramps.
    package let monotonic: MonotonicInstant
    /// The report, the signal, the command or the time that the engine is told of.
    package let event: EngineEvent

    package init(at: UTCInstant, monotonic: MonotonicInstant, event: EngineEvent) {
        self.at = at
        self.monotonic = monotonic
        self.event = event
    }
}

/// An event that the engine handles.
package enum EngineEvent: Hashable, Sendable {
    /// The first input of every run: what the ledger remembers of the run before.
    case started(Recovery)
    /// A judged signal; frequency comes as ``frequency(_:)`` instead.
    case signal(StampedSignal)
    case frequency(FrequencyReport)
    case fleet(FleetReport)
    case command(OperatorCommand)
    /// A moment the engine asked for has come.
    case timer
    /// A reloaded configuration takes effect.
    case policy(SitePolicy)
    /// The wall clock moved against the monotonic clock by so many nanoseconds.
    case clockStepped(byNanoseconds: Int64)
    case ledger(LedgerCondition)
}

/// Whether what is decided can be recorded.
package enum LedgerCondition: String, Hashable, Sendable, CaseIterable {
    case writable
    /// Economic sheds and restores wait; urgent orders still go out.
    case blocked
}

/// A report that `FrequencyWatch` makes of samples.
package enum FrequencyReport: Hashable, Sendable {
    /// The samples that crossed a limit or closed a second.
    package struct Observation: Hashable, Sendable {
        /// The source that measured.
        package let source: String
        /// The time of the last sample, by the measuring device.
        package let at: UTCInstant
        /// The frequency of the last sample, or the lowest of a second.
        package let frequency: Frequency
        /// Over the configured window; nil while it is not filled.
        package let rateOfChange: FrequencyRate?
        /// How many samples agreed.
        package let samples: Int

        package init(
            source: String, at: UTCInstant, frequency: Frequency, rateOfChange: FrequencyRate?, samples: Int
        ) {
            self.source = source
            self.at = at
            self.frequency = frequency
            self.rateOfChange = rateOfChange
            self.samples = samples
        }
    }

    /// N agreeing samples at or below the threshold.
    case crossed(Observation)
    /// First sample at or above the recovery frequency after a crossing.
    case recovered(Observation)
    /// One second of samples: the lowest of them.
    case second(Observation, highest: Frequency)
    /// Samples that cannot be grid frequency; the text says why.
    case implausible(Observation, String)
}

/// A report that `FleetView` makes of unit readings.
package struct FleetReport: Hashable, Sendable {
    /// One group's load at the site meter.
    package struct GroupLoad: Hashable, Sendable {
        /// Read back; where a unit does not answer, its rated power.
        package let confirmed: Power
        /// The load that units asleep by our order do not draw now.
        package let curtailed: Power

        package init(confirmed: Power, curtailed: Power) {
            self.confirmed = confirmed
            self.curtailed = curtailed
        }
    }

    /// Units that changed into one state.
    package struct Change: Hashable, Sendable {
        /// In the order in which they changed.
        package fileprivate(set) var units: [Int]
        /// The state that they changed into.
        package let state: UnitState

        package init(units: [Int], state: UnitState) {
            self.units = units
            self.state = state
        }

        /// The change of one unit.
        package init(unit: Int, state: UnitState) { self.init(units: [unit], state: state) }
    }

    /// In the order of the policy's groups.
    package let groups: [GroupLoad]
    /// In order; changes that follow each other into the same state are one.
    package let changes: [Change]

    /// Creates a report; changes that follow each other into the same state become one.
    package init(groups: [GroupLoad], changes: [Change]) {
        self.groups = groups
        self.changes = changes.reduce(into: []) { $0.add($1.units, state: $1.state) }
    }
}

extension [FleetReport.Change] {
    /// Adds units that changed after the others, to the last change where that is into the same state.
    mutating func add(_ units: [Int], state: UnitState) {
        if let last, last.state == state {
            self[count - 1].units += units
        } else if !units.isEmpty {
            append(FleetReport.Change(units: units, state: state))
        }
    }
}

/// A command of a person or of a POSIX signal.
package struct OperatorCommand: Hashable, Sendable {
    /// How far the load shall fall.
    package enum Level: Hashable, Sendable {
        case everything
        /// Percent of the curtailable load in service, 1 to 100.
        case percent(Int)
        /// The site may draw at most this.
        case to(Power)
        /// So much less than the site would draw.
        case by(Power)
    }

    /// The change of mode, of the load or of a program that somebody asks for.
    package enum Action: Hashable, Sendable {
        /// The latest manual command wins; without a span it stands until released.
        case curtail(Level, for: TimeSpan?)
        case release
        case arm
        case disarm
        /// Run against this program for a while; never possible against an obligation.
        case override(Program, for: TimeSpan)
    }

    /// The change that is asked for.
    package let action: Action
    /// Who: `uid 1000 (ana) pid 4711`, `SIGUSR1 from uid 0 pid 1`.
    package let issuer: String
    /// Why, in the operator's words.
    package let reason: String

    package init(action: Action, issuer: String, reason: String) {
        self.action = action
        self.issuer = issuer
        self.reason = reason
    }
}
