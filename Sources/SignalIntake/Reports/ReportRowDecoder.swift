import GridMarket
import CurtailmentEngine
import GridUnits

/// Decodes the rows of one report, whose layout is known; of prices of energy those of one settlement point.
struct ReportRowDecoder {
    let layout: ReportLayout
    let filter: SettlementPointFilter
    /// The types under which the point was met.
    private(set) var typesSeen: [String] = []
    private var row: ReportRow
    private let pointBytes: [UInt8]

    init(layout: ReportLayout, filter: SettlementPointFilter, zone: MarketTimeZone) {
        self.layout = layout
        self.filter = filter
        row = ReportRow(zone: zone)
        pointBytes = Array(filter.point.utf8)
    }

    /// The signal in a row; nil when the row is of another point or type.
    mutating func signal(_ bytes: Span<UInt8>) throws(SignalRejection) -> GridSignal? {
        row.split(bytes)
        guard row.count > layout.lastColumn else {
            throw SignalRejection(.malformed, "the row has \(row.count) fields, fewer than the header")
        }
        switch layout {
        case .prices(let layout): return try price(bytes, layout).map(GridSignal.price)
        case .capacityPrices(let layout): return .capacityPrice(try capacityPrice(bytes, layout))
        case .usages(let layout): return .meter(try usage(bytes, layout))
        }
    }

    private mutating func price(
        _ bytes: Span<UInt8>, _ layout: PriceLayout
    ) throws(SignalRejection) -> PriceSignal? {
        guard row.equals(bytes, row[layout.point], pointBytes) else { return nil }
        let type = try type(bytes, layout)
        if let wanted = filter.pointType, let type, type != wanted { return nil }
        let price = EnergyPrice(
            microdollarsPerMegawattHour: try row.decimal(
                bytes, layout.price, scale: EnergyPrice.scale, "price"))
        let market = layout.time.market
        let start = try row.start(bytes, by: layout.time)
        let signal = PriceSignal(
            market: market, point: filter.point, pointType: type, start: start,
            end: start.advanced(bySeconds: market.usualSpanSeconds), price: price)
        try signal.checkValues()
        return signal
    }

    private mutating func type(
        _ bytes: Span<UInt8>, _ layout: PriceLayout
    ) throws(SignalRejection) -> String? {
        guard let column = layout.pointType else { return nil }
        for known in typesSeen where row.equals(bytes, row[column], known.utf8) { return known }
        let type = row.text(bytes, row[column])
        guard !type.isEmpty else { return nil }
        guard typesSeen.count < 8 else {
            throw SignalRejection(.malformed, "\(filter.point) has more than 8 settlement point types")
        }
        typesSeen.append(type)
        return type
    }

    private mutating func capacityPrice(
        _ bytes: Span<UInt8>, _ layout: CapacityPriceLayout
    ) throws(SignalRejection) -> CapacityPriceSignal {
        let price = CapacityPrice(
            stored: try row.decimal(bytes, layout.price, scale: CapacityPrice.scale, "price"))
        let market = try layout.market.map { column throws(SignalRejection) in
            try self.market(bytes, column)
        }
        let start = try row.start(bytes, by: layout.time)
        let span = (market ?? layout.time.market).usualSpanSeconds
        guard start.secondsSinceEpoch % span == 0 else {
            throw SignalRejection(
                .malformed, "\(start.seconds) does not begin an hour of the day-ahead market")
        }
        let signal = CapacityPriceSignal(
            market: market ?? layout.time.market,
            product: try ProductName.normalized(row.text(bytes, row[layout.product])), start: start,
            end: start.advanced(bySeconds: span), price: price)
        try signal.checkValues()
        return signal
    }

    private func market(_ bytes: Span<UInt8>, _ column: Int) throws(SignalRejection) -> Market {
        switch Market(rawValue: row.text(bytes, row[column]).lowercased()) {
        case .dam: return .dam
        case .rtm: return .rtm
        case .sced, nil:
            throw SignalRejection(
                .malformed,
                "the market “\(row.text(bytes, row[column]))” is neither dam (hourly) nor rtm (15 minutes)")
        }
    }

    private mutating func usage(
        _ bytes: Span<UInt8>, _ layout: UsageLayout
    ) throws(SignalRejection) -> MeterSignal {
        let name = LineText.string(bytes, row[layout.meter]) ?? ""
        guard (1...64).contains(name.utf8.count), name.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else {
            throw SignalRejection(
                .malformed, "the meter “\(row.text(bytes, row[layout.meter]))” has no name of 1 to 64 bytes")
        }
        let energy = Energy(
            nanomegawattHours: try row.decimal(bytes, layout.usage, scale: Energy.wireScale, "usage"))
        let start = try row.start(bytes, by: .plain(start: layout.start))
        let usage = MeterSignal.Usage(
            start: start, end: start.advanced(bySeconds: SettlementInterval.lengthSeconds), energy: energy)
        let signal = MeterSignal(meter: name, power: nil, cumulative: nil, usage: usage)
        try signal.checkValues()
        return signal
    }
}
