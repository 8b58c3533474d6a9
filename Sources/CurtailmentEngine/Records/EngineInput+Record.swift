import GridMarket
package import SiteRecord
import GridUnits

/// Both clocks, and beside them one member named for the case of the event.
extension EngineInput: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("at_ns", at)
            writer.member("mono_ns", monotonic.nanoseconds)
            event.writeMember(to: &writer)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            at: try value.instant("at_ns"),
            monotonic: MonotonicInstant(nanoseconds: try value.integer("mono_ns")),
            event: try EngineEvent(recorded: value.without(["at_ns", "mono_ns"])))
    }
}

/// One member, named for the case.
extension EngineEvent: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) { writer.object { writeMember(to: &$0) } }

    fileprivate func writeMember(to writer: inout CanonicalWriter) {
        switch self {
        case .started(let recovery): writer.member("started", recovery)
        case .signal(let signal): writer.member("signal", signal)
        case .frequency(let report): writer.member("frequency", report)
        case .fleet(let report): writer.member("fleet", report)
        case .command(let command): writer.member("command", command)
        case .timer: writer.member("timer", true)
        case .policy(let policy): writer.member("policy", policy)
        case .clockStepped(let nanoseconds): writer.member("clock_stepped_ns", nanoseconds)
        case .ledger(let condition): writer.member("ledger", condition.rawValue)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        let (name, content) = try value.onlyMember()
        switch name {
        case "started": self = .started(try Recovery(recorded: content))
        case "signal": self = .signal(try StampedSignal(recorded: content))
        case "frequency": self = .frequency(try FrequencyReport(recorded: content))
        case "fleet": self = .fleet(try FleetReport(recorded: content))
        case "command": self = .command(try OperatorCommand(recorded: content))
        case "timer": self = .timer
        case "policy": self = .policy(try SitePolicy(recorded: content))
        case "clock_stepped_ns": self = .clockStepped(byNanoseconds: try value.integer(name))
        case "ledger": self = .ledger(try value.name(name))
        default: throw CanonicalFailure("no engine event is called \(name)")
        }
    }
}
