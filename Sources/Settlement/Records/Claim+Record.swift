package import SiteRecord
import GridUnits

extension Claim: FieldRecord {
    package static let fields = Fields(
        Claim.init(
            interval:group:kind:program:energy:rate:amount:isEstimate:isShadow:basis:),
        Field("start_ns") { $0.interval }, Field("group") { $0.group }, Field("kind") { $0.kind },
        Field("program", unless: "") { $0.program }, Field("uws") { $0.energy },
        Field("rate_uusd") { $0.rate }, Field("uusd") { $0.amount }, Field("estimate") { $0.isEstimate },
        Field("shadow", unless: false) { $0.isShadow }, Field("basis", unless: .plain) { $0.basis })
}

extension Claim: LedgerContent {
    package static let kind = "claim"

    package var settled: SettledSubject? { SettledSubject(interval, group: group) }
}

extension Claim.Kind: FieldName {}

extension ClaimBasis: FieldRecord {
    package static let fields = Fields(
        ClaimBasis.init(priceSource:method:uncertainty:),
        Field("price") { $0.priceSource }, Field("method") { $0.method },
        Field("off_by_uusd") { $0.uncertainty })
}

extension ClaimBasis.PriceSource: FieldName {}
extension BaselineMethod: FieldName {}
