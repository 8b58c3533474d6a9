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
            writer.member("awards") { $0.array(awards) { $1.write(to: &$0) } }
            writer.member("obligations", obligations)
            writer.member(ifPresent: "hashprice_uusd_ph_day", hashprice)
            writer.member("programs") { programs.write(to: &$0) }
            writer.member(ifPresent: "pace", pace)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        try self.init(recorded: value, table: .standard)
    }

    /// Reads the record by a table of programs.
    init(recorded value: CanonicalValue, table: ProgramTable) throws(CanonicalFailure) {
        self.init(
            nextDecision: try value.integer("next_decision"), nextEvent: try value.integer("next_event"),
            mode: try value.optionalName("mode"), event: try value.optionalRecord("event"),
            awards: try value.records("awards"), obligations: try value.record("obligations"),
            hashprice: try value.optionalQuantity("hashprice_uusd_ph_day"),
            programs: try ProgramMemories(recorded: try value.value("programs"), table: table),
            pace: try value.optionalRecord("pace"))
    }
}

extension ObligationBook: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("standing") { $0.array(standing) { $1.write(to: &$0) } }
            writer.member("ended") { $0.array(ended) { $1.write(to: &$0) } }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(standing: try value.records("standing"), ended: try value.records("ended"))
    }
}

extension Obligation: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("issuer", identity.issuer)
            writer.member("id", identity.id)
            writer.member("modification", Int64(modification))
            writer.member("program", program.rawValue)
            writer.member("action", action.rawValue)
            writer.member(ifPresent: "uw", power)
            writer.member(ifPresent: "ceiling_uw", ceiling)
            writer.member("since_ns", since)
            writer.member(ifPresent: "deadline_ns", deadline)
            writer.member("answers_to") { $0.array(answersTo.map(\.rawValue)) { $0.string($1) } }
            writer.member(ifPresent: "recalled_ns", recalledAt)
            if isVoid { writer.member("void", true) }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            identity: Identity(issuer: try value.text("issuer"), id: try value.text("id")),
            modification: try value.count("modification"), program: try value.name("program"),
            action: try value.name("action"), power: try value.optionalQuantity("uw"),
            ceiling: try value.optionalQuantity("ceiling_uw"), since: try value.instant("since_ns"),
            deadline: try value.optionalInstant("deadline_ns"), answersTo: try value.names("answers_to"))
        recalledAt = try value.optionalInstant("recalled_ns")
        isVoid = value.optional("void") != nil
    }
}

extension ObligationBook.Ended: CanonicallyRecorded {
    func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("issuer", identity.issuer)
            writer.member("id", identity.id)
            writer.member("modification", Int64(modification))
            writer.member("at_ns", at)
        }
    }

    init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            identity: Obligation.Identity(issuer: try value.text("issuer"), id: try value.text("id")),
            modification: try value.count("modification"), at: try value.instant("at_ns"))
    }
}
