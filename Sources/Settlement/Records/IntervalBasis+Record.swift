import GridMarket
package import SiteRecord
import CurtailmentEngine
import GridUnits

extension IntervalBasis: FieldRecord {
    package static let fields = Fields(
        IntervalBasis.init(
            interval:policyNumber:hashprice:metered:meterGap:unwatched:curtailments:ended:price:priceSource:
            dayAheadPrice:capacityPrices:awards:),
        Field("start_ns") { $0.interval }, Field("policy") { $0.policyNumber },
        Field("uusd_ph_day") { $0.hashprice }, Field("metered_uws") { $0.metered },
        Field("meter_gap") { $0.meterGap }, Field("unwatched_ns", unless: .zero) { $0.unwatched },
        Field("curtailments", unless: []) { $0.curtailments }, Field("ended", unless: []) { $0.ended },
        Field("price_uusd_mwh") { $0.price }, Field("price_source", unless: .published) { $0.priceSource },
        Field("dam_uusd_mwh") { $0.dayAheadPrice }, Field("capacity", unless: [:]) { $0.capacityPrices },
        Field("awards", unless: []) { $0.awards })

    /// The price the interval was settled at; nil where it had none.
    package var settlementPrice: SettlementPrice? {
        price.map { SettlementPrice(price: $0, source: priceSource) }
    }
}

extension IntervalBasis: LedgerContent {
    package static let kind = "basis"

    package var settled: SettledSubject? { SettledSubject(interval) }
}

extension IntervalBasis.MeterGap: FieldName {}

extension IntervalBasis.Curtailment: FieldRecord {
    package static let fields = Fields(
        IntervalBasis.Curtailment.init(event:program:isShadow:startedAt:baseline:),
        Field("event") { $0.event }, Field("program") { $0.program }, Field("shadow") { $0.isShadow },
        Field("started_ns") { $0.startedAt }, Field("baseline") { $0.baseline })
}

/// Capacity prices by product, as a list in the order of the products' names.
extension [String: IntervalFacts.CapacityPrices]: CanonicallyWritten, CanonicallyRecorded, FieldValue {
    private struct Product: FieldRecord {
        let name: String
        let dayAhead: CapacityPrice?
        let realTime: CapacityPrice?

        static let fields = Fields(
            Product.init(name:dayAhead:realTime:), Field("product") { $0.name },
            Field("dam_uusd_mw_h") { $0.dayAhead }, Field("rtm_uusd_mw_h") { $0.realTime })
    }

    package static var shape: ValueShape { [Product].shape }

    package func write(to writer: inout CanonicalWriter) {
        sorted { $0.key < $1.key }.map {
            Product(name: $0.key, dayAhead: $0.value.dayAhead, realTime: $0.value.realTime)
        }.write(to: &writer)
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self = [:]
        for product in try [Product](recorded: value) {
            self[product.name] = .init(dayAhead: product.dayAhead, realTime: product.realTime)
        }
    }
}
