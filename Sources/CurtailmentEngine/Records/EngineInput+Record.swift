import GridMarket
package import SiteRecord
import GridUnits

/// Both clocks, and beside them one member named for the case of the event.
///
/// In a replay both clocks tell the same, and the second is left out.
extension EngineInput: FieldValue {
    package static var shape: ValueShape { .custom }

    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("at_ns", at.nanosecondsSinceEpoch)
            if monotonic.nanoseconds != at.nanosecondsSinceEpoch {
                writer.member("mono_ns", monotonic.nanoseconds)
            }
            EngineEvent.choices.writeMember(of: event, to: &writer)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        let at = try value.instant("at_ns")
        self.init(
            at: at,
            monotonic: MonotonicInstant(
                nanoseconds: try value.optionalInteger("mono_ns") ?? at.nanosecondsSinceEpoch),
            event: try EngineEvent(recorded: value.without(["at_ns", "mono_ns"])))
    }
}

extension EngineEvent: ChoiceRecord {
    package static let choices = Choices<EngineEvent>(
        Choice("started", EngineEvent.started) {
            if case .started(let recovery) = $0 { recovery } else { nil }
        },
        Choice("signal", EngineEvent.signal) { if case .signal(let signal) = $0 { signal } else { nil } },
        Choice("frequency", EngineEvent.frequency) {
            if case .frequency(let report) = $0 { report } else { nil }
        },
        Choice("fleet", EngineEvent.fleet) { if case .fleet(let report) = $0 { report } else { nil } },
        Choice("command", EngineEvent.command) {
            if case .command(let command) = $0 { command } else { nil }
        },
        Choice("timer", .timer, as: .yes),
        Choice("policy", EngineEvent.policy) { if case .policy(let policy) = $0 { policy } else { nil } },
        Choice("clock_stepped_ns", EngineEvent.clockStepped(byNanoseconds:)) {
            if case .clockStepped(let nanoseconds) = $0 { nanoseconds } else { nil }
        },
        Choice("ledger", EngineEvent.ledger) {
            if case .ledger(let condition) = $0 { condition } else { nil }
        })
}

extension LedgerCondition: FieldName {}

extension SitePolicy: FieldValue {
    package static var shape: ValueShape { .custom }
}
