import GridMarket
package import SiteRecord
import GridUnits

extension Recovery: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("memory", memory)
            writer.member("asleep") { Self.write(asleep, to: &$0) }
            if !returning.isEmpty { writer.member("returning") { Self.write(returning, to: &$0) } }
        }
    }

    private static func write(_ names: [String], to writer: inout CanonicalWriter) {
        let runs = IdentifierRuns.runs(names, identifier: \.self) { _, _ in true }
        writer.array(runs) { writer, run in
            writer.object { writer in
                writer.member("id", run.first)
                writer.member("count", Int64(run.count))
            }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            memory: try value.record("memory"), asleep: try Self.names("asleep", of: value),
            returning: value.optional("returning") == nil ? [] : try Self.names("returning", of: value))
    }

    private static func names(
        _ key: String, of value: CanonicalValue
    ) throws(CanonicalFailure) -> [String] {
        var names: [String] = []
        for run in try value.array(key) {
            names += try IdentifierRuns.identifiers(from: try run.text("id"), count: try run.count("count"))
        }
        return names
    }
}

extension EngineMemory: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("next_decision", nextDecision)
            writer.member("next_event", nextEvent)
            writer.member(ifPresent: "mode", mode?.rawValue)
            writer.member(ifPresent: "event", event)
            writer.member(ifPresent: "manual", manual)
            writer.member(ifPresent: "trip", trip)
            writer.member("awards") { $0.array(awards) { $1.write(to: &$0) } }
            writer.member(ifPresent: "hashprice_uusd_ph_day", hashprice)
            writer.member("prices") { $0.array(prices) { $1.write(to: &$0) } }
            writer.member("price_holds") { $0.array(priceHolds) { $1.write(to: &$0) } }
            writer.member(ifPresent: "price_overridden_until_ns", priceOverriddenUntil)
            writer.member(ifPresent: "pace", pace)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            nextDecision: try value.integer("next_decision"), nextEvent: try value.integer("next_event"),
            mode: try value.optionalName("mode"), event: try value.optionalRecord("event"),
            manual: try value.optionalRecord("manual"), trip: try value.optionalRecord("trip"),
            awards: try value.records("awards"),
            hashprice: try value.optionalQuantity("hashprice_uusd_ph_day"),
            prices: try value.records("prices"), priceHolds: try value.records("price_holds"),
            priceOverriddenUntil: try value.optionalInstant("price_overridden_until_ns"),
            pace: try value.optionalRecord("pace"))
    }
}
