package import SiteRecord
package import GridUnits

/// The price of energy at a settlement point over a span.
package struct PriceSignal: SignalContent {
    package static let kind = SignalKind.price

    /// The floor of settlement point prices. (ERCOT Nodal Protocols 6.6.1.1)
    static let lowest = EnergyPrice.dollarsPerMegawattHour(-251)
    /// The value of lost load; prices pass it by congestion, so they are marked, not refused.
    static let usualCap = EnergyPrice.dollarsPerMegawattHour(5_000)
    /// Beyond every price ERCOT ever published, by a factor: a wrong unit or a broken feed.
    static let highest = EnergyPrice.dollarsPerMegawattHour(50_000)
    /// Seconds before a settlement interval within which a SCED run may lie and still set the interval's first price.
    package static let dispatchReachSeconds: Int64 = 900

    /// The market that the price is of.
    package let market: Market
    /// ERCOT's name, for example `HB_WEST`.
    package let point: String
    /// ERCOT's type code (`HU`, `LZ`, `LZEW`, …), where the source gives one.
    package let pointType: String?
    /// The begin of the interval, inclusive.
    package let start: UTCInstant
    /// Exclusive; for a SCED price the sender's end or five minutes after the start.
    package let end: UTCInstant
    /// Dollars for a megawatt-hour.
    package let price: EnergyPrice

    package static let fields: Fields<PriceSignal> = Fields(
        PriceSignal.init(market:point:pointType:start:end:price:),
        Field("market") { $0.market }, Field("point") { $0.point }, Field("type") { $0.pointType },
        Field("start_ns") { $0.start }, Field("end_ns") { $0.end }, Field("uusd_mwh") { $0.price })

    /// Creates a price; `start` and `end` bound its span, the end exclusive.
    package init(
        market: Market, point: String, pointType: String?, start: UTCInstant, end: UTCInstant,
        price: EnergyPrice
    ) {
        self.market = market
        self.point = point
        self.pointType = pointType
        self.start = start
        self.end = end
        self.price = price
    }

    package init(wire fields: SignalFields, at: UTCInstant) throws(SignalRejection) {
        market = try fields.word("market", of: Market.self)
        start = try fields.requiredInstant("start")
        point = try fields.required("point")
        pointType = fields.text("point_type")
        end = try fields.end(after: start, otherwise: market.usualSpanSeconds)
        price = try fields.requiredQuantity("usd_per_mwh", EnergyPrice.self)
    }

    package var text: String { "\(price.decimal) $/MWh at \(point) (\(market.rawValue))" }

    package var quality: SignalQuality { price > Self.usualCap ? .flagged : .good }

    package var span: SignalSpan? { (start, end) }

    package var settledSpan: SignalSpan? {
        guard market == .sced else { return (start, end) }
        return (start, max(end, start.advanced(bySeconds: Self.dispatchReachSeconds)))
    }

    package var isPublished: Bool { true }

    /// A price that decides is replaced by any newer one; one that settles its own span, by its correction only.
    package func subject(sender: String) -> SignalSubject {
        SignalSubject(name: point, type: pointType, market: market, start: market == .sced ? nil : start)
    }

    /// Sources of one settlement point may name its type or not, so the point is left out.
    package var rankedSubject: SignalSubject? {
        SignalSubject(market: market, start: market == .sced ? nil : start)
    }

    package func order(at: UTCInstant) -> Int64 { start.nanosecondsSinceEpoch }

    package func checkValues() throws(SignalRejection) {
        guard price >= Self.lowest else {
            throw SignalRejection(
                .absurd, "price \(price.decimal) $/MWh is below the floor of \(Self.lowest.decimal) $/MWh")
        }
        guard price <= Self.highest else {
            throw SignalRejection(
                .absurd,
                "price \(price.decimal) $/MWh is above \(Self.highest.decimal) $/MWh; is it in cents?")
        }
        try SignalRange.check(start, "start")
        try checkSpan()
    }

    /// A real-time settlement price is of one interval: of a longer span only the first quarter would be settled.
    private func checkSpan() throws(SignalRejection) {
        guard market == .rtm else { return }
        let interval = SettlementInterval(containing: start)
        guard interval.start != start || interval.end != end else { return }
        throw SignalRejection(
            .malformed,
            "an rtm price is of one quarter of an hour, and this one goes from \(start.seconds) to "
                + "\(end.seconds); send one for each interval, or market dam or sced")
    }

    package func checkTimes(_ receipt: SignalReceipt) throws(SignalRejection) {
        try receipt.refuseFuture(start, "start", beyond: receipt.limits.ahead(of: market))
        try receipt.refuseAncient(end, "the span's end", beyond: receipt.limits.age(of: market))
    }
}
