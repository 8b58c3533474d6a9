/// A published price layout, recognised by its header; columns are found by name, in whatever order they stand.
struct PriceLayout {
    enum Shape {
        /// Day, hour ending and quarter: NP6-905-CD, NP6-785-ER.
        case quarterHours(date: Int, hour: Int, interval: Int, repeated: Int)
        /// Day and hour ending: NP4-190-CD, NP4-180-ER.
        case dayAheadHours(date: Int, hour: Int, repeated: Int)
        /// The local time of a SCED run: NP6-788-CD.
        case dispatchRuns(timestamp: Int, repeated: Int)
        /// The UTC start of a 15-minute interval: our plain layout.
        case plain(start: Int)
    }

    let shape: Shape
    let point: Int
    let pointType: Int?
    let price: Int

    static let knownHeaders = [
        "DeliveryDate,DeliveryHour,DeliveryInterval,SettlementPointName,SettlementPointType,SettlementPointPrice,"
            + "DSTFlag (NP6-905-CD)",
        "SCEDTimestamp,RepeatedHourFlag,SettlementPoint,LMP (NP6-788-CD)",
        "DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag (NP4-190-CD, NP4-180-ER)",
        "interval_start_utc,settlement_point,price_usd_per_mwh",
    ].joined(separator: "; ")

    /// The layout of a header, its names in the form of `CSVRow.headerNames`; nil when it is none of ours.
    init?(header names: [String]) {
        func column(_ known: String...) -> Int? { names.firstIndex { known.contains($0) } }
        guard let point = column("settlementpointname", "settlementpoint") else { return nil }
        self.point = point
        pointType = column("settlementpointtype")
        if let start = column("intervalstartutc"), let price = column("priceusdpermwh") {
            shape = .plain(start: start)
            self.price = price
            return
        }
        guard let repeated = column("dstflag", "repeatedhourflag", "repeathourflag") else { return nil }
        if let timestamp = column("scedtimestamp"), let price = column("lmp") {
            shape = .dispatchRuns(timestamp: timestamp, repeated: repeated)
            self.price = price
            return
        }
        guard let price = column("settlementpointprice"), let date = column("deliverydate") else {
            return nil
        }
        self.price = price
        if let hour = column("deliveryhour"), let interval = column("deliveryinterval") {
            shape = .quarterHours(date: date, hour: hour, interval: interval, repeated: repeated)
        } else if let hour = column("hourending") {
            shape = .dayAheadHours(date: date, hour: hour, repeated: repeated)
        } else {
            return nil
        }
    }
}
