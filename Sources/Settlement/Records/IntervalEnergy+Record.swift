package import SiteRecord
import GridUnits

extension IntervalEnergy: FieldRecord {
    package static let fields = Fields(
        IntervalEnergy.init(interval:group:consumed:curtailed:restarted:evidence:isShadow:),
        Field("start_ns") { $0.interval }, Field("group") { $0.group },
        Field("consumed_uws") { $0.consumed }, Field("curtailed_uws", unless: .zero) { $0.curtailed },
        Field("restarted_uw", unless: .zero) { $0.restarted },
        Field("evidence", unless: .simulated) { $0.evidence },
        Field("shadow", unless: false) { $0.isShadow })
}

extension IntervalEnergy.Evidence: FieldName {}

/// The energy of every group in one interval.
extension [IntervalEnergy]: LedgerContent {
    package static var kind: String { "load" }
}
