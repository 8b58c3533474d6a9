package import SiteRecord
package import CurtailmentEngine
import GridMarket
package import GridUnits
package import LedgerStore

/// One curtailment event.
///
/// Energy and money are those of every interval that the event touches: an interval that is only partly in the event
/// still belongs to it, whole. Two events in one interval therefore both show it, and sums over events may count it
/// twice; sums of money come from ``Credits``.
package struct EventLine: FieldRecord, Hashable {
    /// The event's number, which counts through the life of the ledger.
    package let id: Int64
    /// `pending`, `active`, `restoring`, `completed` or `completed_with_failures`.
    package let state: String
    /// Whether nothing was commanded.
    package let isShadow: Bool
    /// When the first unit was put to sleep.
    package let startedAt: UTCInstant
    /// When the last unit had returned; nil while it stands.
    package let endedAt: UTCInstant?
    /// Nil while it stands.
    package let duration: TimeSpan?
    /// The programs that took part, the first one first.
    package let programs: [String]
    /// The reason of the first decision.
    package let reason: String
    /// The lowest load that was allowed.
    package let target: Power
    /// The lowest load that was commanded.
    package let commanded: Power
    /// The lowest load that was read back from units.
    package let confirmed: Power
    /// The lowest load by the site's meter; nil where no meter reported.
    package let metered: Power?
    /// Units that did not follow.
    package let failedUnits: Int
    /// Nil while none of its intervals is settled.
    package let curtailed: Energy?
    /// All claims of its intervals; nil where nothing is settled yet.
    package let net: Money?

    package static let fields: Fields<EventLine> = Fields(
        EventLine.init(
            id:state:isShadow:startedAt:endedAt:duration:programs:reason:target:commanded:confirmed:metered:
            failedUnits:curtailed:net:),
        Field("id") { $0.id }, Field("state") { $0.state }, Field("is_shadow") { $0.isShadow },
        Field.instant("started_at") { $0.startedAt },
        Field.instantOrNull("ended_at") { $0.endedAt },
        Field.wholeSecondsOrNull("duration_s") { $0.duration }, Field("programs") { $0.programs },
        Field("reason") { $0.reason }, Field.decimal("lowest_target_mw") { $0.target },
        Field.decimal("lowest_commanded_mw") { $0.commanded },
        Field.decimal("lowest_confirmed_mw") { $0.confirmed },
        Field.decimalOrNull("lowest_metered_mw") { $0.metered },
        Field("failed_units") { $0.failedUnits },
        Field.megawattHoursOrNull("curtailed_mwh") { $0.curtailed },
        Field.dollarsOrNull("net_usd") { $0.net })

    package init(
        id: Int64, state: String, isShadow: Bool, startedAt: UTCInstant, endedAt: UTCInstant?,
        duration: TimeSpan?, programs: [String], reason: String, target: Power, commanded: Power,
        confirmed: Power, metered: Power?, failedUnits: Int, curtailed: Energy?, net: Money?
    ) {
        self.id = id
        self.state = state
        self.isShadow = isShadow
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.duration = duration
        self.programs = programs
        self.reason = reason
        self.target = target
        self.commanded = commanded
        self.confirmed = confirmed
        self.metered = metered
        self.failedUnits = failedUnits
        self.curtailed = curtailed
        self.net = net
    }

    /// An event as a ledger has it.
    ///
    /// - Parameters:
    ///   - event: as it stands.
    ///   - reader: where its intervals are looked up; nil leaves energy and money unknown.
    ///   - now: the end of an event that still stands; by default it has no duration.
    /// - Throws: what reading the ledger throws.
    package init(_ event: CurtailmentEvent, _ reader: LedgerReader?, now: UTCInstant? = nil) throws {
        let end = event.endedAt ?? now
        let settled = try reader?.settlement(
            from: event.startedAt, until: end ?? UTCInstant(nanosecondsSinceEpoch: .max),
            isShadow: event.isShadow)
        self.init(
            id: event.id, state: event.state.rawValue, isShadow: event.isShadow, startedAt: event.startedAt,
            endedAt: event.endedAt,
            duration: end.map { TimeSpan(nanoseconds: max(0, $0.nanoseconds(since: event.startedAt))) },
            programs: event.programs.map(\.rawValue), reason: event.reason.rawValue,
            target: event.lowestTarget, commanded: event.lowestCommanded, confirmed: event.lowestConfirmed,
            metered: event.lowestMetered, failedUnits: event.failedUnits, curtailed: settled?.curtailed,
            net: settled?.net)
    }

    /// The state in words.
    var stateText: String { state.replacing("_", with: " ") + (isShadow ? ", shadow" : "") }
}
