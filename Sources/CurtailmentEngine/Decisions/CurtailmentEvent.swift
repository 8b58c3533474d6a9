package import GridMarket
package import GridUnits
package import SiteRecord

/// A curtailment from its first demand to the full return of the load.
package struct CurtailmentEvent: Hashable, Sendable {
    /// How far a curtailment has come.
    package enum State: String, Hashable, Sendable, CaseIterable {
        case pending, active, restoring, completed
        case completedWithFailures = "completed_with_failures"
    }

    /// Counts through the life of the ledger, from 1.
    package var id: Int64
    /// How far it has come.
    package var state: State
    /// When its first unit was put to sleep.
    package var startedAt: UTCInstant
    /// When its last unit had returned or was given up; nil while it stands.
    package var endedAt: UTCInstant?
    /// True when nothing was commanded.
    package var isShadow: Bool
    /// Every program that held load down during the event, in the order in which they joined.
    package var programs: [Program]
    /// The reason of the demand that began it.
    package var reason: Reason
    /// The lowest load that the site was allowed during the event.
    package var lowestTarget: Power
    /// The lowest load that the site was asked for.
    package var lowestCommanded: Power
    /// The lowest load as read from units.
    package var lowestConfirmed: Power
    /// The lowest load by the site's meter; nil where none reported.
    package var lowestMetered: Power?
    /// Units that were asked and did not follow.
    package var failedUnits: Int

    package init(
        id: Int64, state: State, startedAt: UTCInstant, endedAt: UTCInstant?, isShadow: Bool,
        programs: [Program],
        reason: Reason, lowestTarget: Power, lowestCommanded: Power, lowestConfirmed: Power,
        lowestMetered: Power?,
        failedUnits: Int
    ) {
        self.id = id
        self.state = state
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.isShadow = isShadow
        self.programs = programs
        self.reason = reason
        self.lowestTarget = lowestTarget
        self.lowestCommanded = lowestCommanded
        self.lowestConfirmed = lowestConfirmed
        self.lowestMetered = lowestMetered
        self.failedUnits = failedUnits
    }
}

extension CurtailmentEvent: FieldRecord {
    package static let fields = Fields(
        CurtailmentEvent.init(
            id:state:startedAt:endedAt:isShadow:programs:reason:lowestTarget:lowestCommanded:lowestConfirmed:
            lowestMetered:failedUnits:),
        Field("id") { $0.id }, Field("state") { $0.state }, Field("started_ns") { $0.startedAt },
        Field("ended_ns") { $0.endedAt }, Field("shadow") { $0.isShadow }, Field("programs") { $0.programs },
        Field("reason") { $0.reason }, Field("target_uw") { $0.lowestTarget },
        Field("commanded_uw") { $0.lowestCommanded }, Field("confirmed_uw") { $0.lowestConfirmed },
        Field("metered_uw") { $0.lowestMetered }, Field("failed_units") { $0.failedUnits })
}

extension CurtailmentEvent.State: FieldName {}
extension Reason: FieldName {}
