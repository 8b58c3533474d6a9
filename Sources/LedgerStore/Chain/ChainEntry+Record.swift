package import CanonicalRecord
import ControlLoop
import CurtailmentEngine
import GridUnits
import Settlement

extension ChainEntry: CanonicallyWritten {
    package func write(to writer: inout CanonicalWriter) {
        switch content {
        case .record(.input(let input)): input.write(to: &writer)
        case .record(.decision(let decision)): decision.write(to: &writer)
        case .record(.policy(let policy, let at)):
            writer.object { writer in
                writer.member("at_ns", at)
                writer.member("policy", policy)
            }
        case .record(.event(let event, let at)):
            writer.object { writer in
                writer.member("at_ns", at)
                writer.member("event", event)
            }
        case .record(.interval(let interval, let price, let at)):
            writer.object { writer in
                writer.member("at_ns", at)
                writeVersion(to: &writer)
                writer.member("price_uusd_mwh", price)
                writer.member("interval", interval)
            }
        case .record(.claim(let claim, let at)):
            writer.object { writer in
                writer.member("at_ns", at)
                writeVersion(to: &writer)
                writer.member("claim", claim)
            }
        case .gap(let gap):
            writer.object { writer in
                writer.member("records", gap.records)
                writer.member("first_ns", gap.first)
                writer.member("last_ns", gap.last)
            }
        }
    }

    /// Reads the body of a row.
    ///
    /// - Throws: ``CanonicalFailure`` when the body is not what rows of this kind hold.
    init(kind: Kind, body: [UInt8]) throws(CanonicalFailure) {
        let value = try CanonicalValue(parsing: body)
        let version = try value.optionalInteger("version") ?? 1
        let replaces = try value.optionalInteger("replaces")
        switch kind {
        case .policy:
            self.init(.record(.policy(try value.record("policy"), at: try value.instant("at_ns"))))
        case .input: self.init(.record(.input(try EngineInput(recorded: value))))
        case .decision: self.init(.record(.decision(try Decision(recorded: value))))
        case .event: self.init(.record(.event(try value.record("event"), at: try value.instant("at_ns"))))
        case .interval:
            let interval = try value.record("interval", as: IntervalEnergy.self)
            let price: EnergyPrice = try value.quantity("price_uusd_mwh")
            self.init(
                .record(.interval(interval, price: price, at: try value.instant("at_ns"))), version: version,
                replaces: replaces)
        case .claim:
            self.init(
                .record(.claim(try value.record("claim"), at: try value.instant("at_ns"))), version: version,
                replaces: replaces)
        case .gap:
            self.init(
                .gap(
                    LedgerGap(
                        records: try value.integer("records"), first: try value.instant("first_ns"),
                        last: try value.instant("last_ns"))))
        }
    }

    private func writeVersion(to writer: inout CanonicalWriter) {
        guard let replaces else { return }
        writer.member("version", version)
        writer.member("replaces", replaces)
    }
}
