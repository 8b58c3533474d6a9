package import SiteRecord
import GridUnits

extension PriceSignal: FieldRecord {
    package static let fields = Fields(
        PriceSignal.init(market:point:pointType:start:end:price:),
        Field("market") { $0.market }, Field("point") { $0.point }, Field("type") { $0.pointType },
        Field("start_ns") { $0.start }, Field("end_ns") { $0.end }, Field("uusd_mwh") { $0.price })
}

extension Market: FieldName {}

extension CapacityPriceSignal: FieldRecord {
    package static let fields = Fields(
        CapacityPriceSignal.init(market:product:start:end:price:),
        Field("market") { $0.market }, Field("product") { $0.product }, Field("start_ns") { $0.start },
        Field("end_ns") { $0.end }, Field("uusd_mw_h") { $0.price })
}

extension HashpriceSignal: FieldRecord {
    package static let fields = Fields(
        HashpriceSignal.init(dollarsPerPetahashDay:), Field("uusd_ph_day") { $0.dollarsPerPetahashDay })
}
