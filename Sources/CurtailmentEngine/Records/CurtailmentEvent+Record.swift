import GridMarket
package import SiteRecord
import GridUnits

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
