/// A published report or plain table, recognised by its header; columns stand in whatever order they like.
enum ReportLayout {
    case prices(PriceLayout)
    case capacityPrices(CapacityPriceLayout)
    case usages(UsageLayout)

    static let knownHeaders = [
        "DeliveryDate,DeliveryHour,DeliveryInterval,SettlementPointName,SettlementPointType,SettlementPointPrice,"
            + "DSTFlag (NP6-905-CD)",
        "SCEDTimestamp,RepeatedHourFlag,SettlementPoint,LMP (NP6-788-CD)",
        "DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag (NP4-190-CD, NP4-180-ER)",
        "DeliveryDate,HourEnding,AncillaryType,MCPC,DSTFlag (NP4-188-CD)",
        "DeliveryDate,DeliveryHour,DeliveryInterval,RepeatedHourFlag,ASType,MCPC (NP6-331-CD)",
        "interval_start_utc,settlement_point,price_usd_per_mwh",
        "interval_start_utc,market,product,price_usd_per_mw_h",
        "interval_start_utc,meter,usage_mwh",
    ].joined(separator: "; ")

    /// The layout of a header, its names in the form of ``CSVRow/headerNames(_:)``; nil when it is none of ours.
    init?(header names: [String]) {
        if let layout = PriceLayout(header: names) {
            self = .prices(layout)
        } else if let layout = CapacityPriceLayout(header: names) {
            self = .capacityPrices(layout)
        } else if let layout = UsageLayout(header: names) {
            self = .usages(layout)
        } else {
            return nil
        }
    }

    /// The layout that a line names; nil when it is no header of ours.
    init?(line bytes: Span<UInt8>) {
        var row = CSVRow()
        row.split(bytes)
        self.init(header: row.headerNames(bytes))
    }

    /// The last column that a row has to have.
    var lastColumn: Int {
        switch self {
        case .prices(let layout): max(layout.point, layout.price)
        case .capacityPrices(let layout): max(layout.product, layout.price)
        case .usages(let layout): max(layout.start, layout.meter, layout.usage)
        }
    }
}
