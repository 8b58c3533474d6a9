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

extension SettlerState: FieldRecord {
    package static let fields = Fields(
        SettlerState.init(
            rules:policyNumber:mode:isModeCommanded:hashprice:loads:meter:curtailments:pending:early:changed:
            closedBefore:now:lastInput:lookedAt:),
        Field("rules") { _ in Settler.version }, Field("policy") { $0.settler.policyNumber },
        Field("mode") { $0.settler.mode }, Field("mode_commanded") { $0.settler.isModeCommanded },
        Field("uusd_ph_day") { $0.settler.hashprice }, Field("loads") { $0.settler.loads },
        Field("meter") { $0.settler.meter }, Field("curtailments") { $0.settler.curtailments.standing },
        Field("pending") { $0.settler.pending }, Field("early") { $0.settler.early },
        Field("changed_ns", unless: []) { $0.settler.changed.sorted { $0.start < $1.start } },
        Field("closed_before_ns") { $0.settler.closedBefore }, Field("now_ns") { $0.settler.now },
        Field("mono_ns") { $0.settler.lastInput }, Field("looked_at_ns") { $0.settler.lookedAt })

    private init(
        rules: String, policyNumber: Int64, mode: SiteMode, isModeCommanded: Bool, hashprice: Money,
        loads: LoadBook?, meter: MeterBook, curtailments: [CurtailmentBook.Standing],
        pending: [SettlementPage], early: [MeterBook.Reading], changed: [SettlementInterval],
        closedBefore: UTCInstant?, now: UTCInstant, lastInput: MonotonicInstant, lookedAt: UTCInstant
    ) throws(CanonicalFailure) {
        guard rules == Settler.version else {
            throw CanonicalFailure("the state was left by other rules of settlement")
        }
        var settler = Settler()
        settler.policyNumber = policyNumber
        settler.mode = mode
        settler.isModeCommanded = isModeCommanded
        settler.hashprice = hashprice
        settler.loads = loads
        settler.meter = meter
        settler.curtailments = CurtailmentBook(standing: curtailments)
        settler.pending = pending
        settler.early = early
        settler.changed = Set(changed)
        settler.closedBefore = closedBefore
        settler.now = now
        settler.lastInput = lastInput
        settler.lookedAt = lookedAt
        self.init(of: settler)
    }

    /// Whether a recorded state was left by the rules of this program, so that they can go on from it.
    package static func isOurs(_ value: CanonicalValue) throws(CanonicalFailure) -> Bool {
        try value.text("rules") == Settler.version
    }
}
