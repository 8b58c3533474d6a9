package import SiteRecord
import GridUnits

extension IntervalEnergy: FieldRecord {
    package static let fields = Fields(
        IntervalEnergy.init(interval:group:consumed:curtailed:restarted:evidence:isShadow:),
        Field("start_ns") { $0.interval }, Field("group") { $0.group },
        Field("consumed_uws") { $0.consumed }, Field("curtailed_uws") { $0.curtailed },
        Field("restarted_uw") { $0.restarted }, Field("evidence") { $0.evidence },
        Field("shadow") { $0.isShadow })
}

extension IntervalEnergy.Evidence: FieldName {}
