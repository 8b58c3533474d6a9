package import SiteRecord
import CurtailmentEngine
import GridUnits

/// Settlement in the middle of its work, so that a restart goes on from here with the rows that came after.
///
/// The policy in force is not part of it: the ledger has it, and so are neither facts nor settled pages.
package struct SettlerState: Sendable {
    let settler: Settler

    /// How many policies the ledger had; the last of them is in force.
    package var policyNumber: Int64 { settler.policyNumber }

    package init(of settler: Settler) { self.settler = settler }

    /// Settlement as it was, under the policy of ``policyNumber``.
    package func resumed(under terms: PolicyRecord?) -> Settler {
        var settler = settler
        settler.terms = terms
        if let terms { settler.loads?.numberUnits(by: terms.policy) }
        return settler
    }
}

extension SettlerState: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("rules", Settler.version)
            writer.member("policy", settler.policyNumber)
            writer.member("mode", settler.mode.rawValue)
            writer.member("mode_commanded", settler.isModeCommanded)
            writer.member("uusd_ph_day", settler.hashprice)
            writer.member(ifPresent: "loads", settler.loads)
            writer.member("meter", settler.meter)
            writer.member("curtailments") { writer in
                writer.array(settler.curtailments.standing) { $1.write(to: &$0) }
            }
            writer.member("pending") { $0.array(settler.pending) { $1.write(to: &$0) } }
            writer.member("early") { $0.array(settler.early) { $1.write(to: &$0) } }
            if !settler.changed.isEmpty {
                let starts = settler.changed.map(\.start).sorted()
                writer.member("changed_ns") { writer in
                    writer.array(starts) { $0.integer($1.nanosecondsSinceEpoch) }
                }
            }
            writer.member(ifPresent: "closed_before_ns", settler.closedBefore)
            writer.member("now_ns", settler.now)
            writer.member("looked_at_ns", settler.lookedAt)
        }
    }

    /// Whether a recorded state was left by the rules of this program, so that they can go on from it.
    package static func isOurs(_ value: CanonicalValue) throws(CanonicalFailure) -> Bool {
        try value.text("rules") == Settler.version
    }

    /// Reads a state.
    ///
    /// - Throws: ``CanonicalFailure`` also when it was left by other rules than these.
    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        guard try Self.isOurs(value) else {
            throw CanonicalFailure("the state was left by other rules of settlement")
        }
        var settler = Settler()
        settler.policyNumber = try value.integer("policy")
        settler.mode = try value.name("mode")
        settler.isModeCommanded = try value.boolean("mode_commanded")
        settler.hashprice = try value.quantity("uusd_ph_day")
        settler.loads = try value.optionalRecord("loads")
        settler.meter = try value.record("meter")
        settler.curtailments = CurtailmentBook(standing: try value.records("curtailments"))
        settler.pending = try value.records("pending")
        settler.early = try value.records("early")
        for start in value.optional("changed_ns") == nil ? [] : try value.integers("changed_ns") {
            settler.changed.insert(
                SettlementInterval(containing: UTCInstant(nanosecondsSinceEpoch: start)))
        }
        settler.closedBefore = try value.optionalInstant("closed_before_ns")
        settler.now = try value.instant("now_ns")
        settler.lookedAt = try value.instant("looked_at_ns")
        self.init(of: settler)
    }
}
