import GridMarket
import CurtailmentEngine
import GridUnits

/// The kinds that settle and decide nothing: prices of capacity, what was sold, what was metered.
extension SignalFields {
    func capacityPrice() throws(SignalRejection) -> CapacityPriceSignal {
        let market = try word("market", of: Market.self)
        // What a single run of SCED clears at is an ingredient of the 15-minute price and settles nothing by itself.
        guard market != .sced else {
            throw SignalRejection(
                .malformed,
                "market of a capacity_price is “sced”; capacity settles at the prices of rtm (15 minutes) and dam "
                    + "(hourly)")
        }
        let start = try requiredInstant("start")
        return CapacityPriceSignal(
            market: market, product: try ProductName.normalized(try required("product")), start: start,
            end: try end(after: start, otherwise: market.usualSpanSeconds, within: .term),
            price: try requiredQuantity("usd_per_mw_h", CapacityPrice.self))
    }

    func award() throws(SignalRejection) -> AwardSignal {
        let start = try requiredInstant("start")
        let end = try requiredInstant("end")
        try Self.requireOrder(start, end)
        return AwardSignal(
            id: try required("id"), program: try word("program", of: Program.self),
            market: try awardMarket(), power: try requiredQuantity("mw", Power.self), start: start, end: end)
    }

    private func awardMarket() throws(SignalRejection) -> Market {
        guard let value = text("market") else { return .dam }
        switch Market(rawValue: value) {
        case .dam: return .dam
        case .rtm: return .rtm
        case .sced, nil:
            throw SignalRejection(
                .malformed,
                "market of an award is “\(value.prefix(40))”; it is dam for what was sold day-ahead, rtm for "
                    + "the time-weighted award of the span")
        }
    }

    func meter() throws(SignalRejection) -> MeterSignal {
        let power = try quantity("mw", Power.self)
        let register = try energy("mwh")
        guard let used = try energy("usage_mwh") else {
            guard power != nil || register != nil else {
                throw SignalRejection(
                    .malformed, "meter needs mw, mwh or both, or usage_mwh with start and end")
            }
            return MeterSignal(meter: try required("meter"), power: power, cumulative: register)
        }
        // A reading is of now and a usage of its span: one line cannot be both.
        guard power == nil, register == nil else {
            throw SignalRejection(
                .malformed, "usage_mwh stands alone; send the reading (mw, mwh) as a line of its own")
        }
        let usage = MeterSignal.Usage(
            start: try requiredInstant("start"), end: try requiredInstant("end"), energy: used)
        try Self.check(usage.start, usage.end, within: .month)
        for (name, instant) in [("start", usage.start), ("end", usage.end)] {
            guard SettlementInterval(containing: instant).start == instant else {
                throw SignalRejection(
                    .malformed, "\(name) \(instant.milliseconds) is not on a quarter of an hour")
            }
        }
        return MeterSignal(meter: try required("meter"), power: nil, cumulative: nil, usage: usage)
    }

    private func energy(_ name: String) throws(SignalRejection) -> Energy? {
        try decimal(name, scale: Energy.wireScale).map { Energy(nanomegawattHours: $0) }
    }
}

extension Energy {
    /// Digits after the point of a megawatt-hour that lines and files keep: a milliwatt-hour.
    static let wireScale = 9

    init(nanomegawattHours count: Int64) { self.init(microwattSeconds: Int128(count) * 3_600_000) }
}
