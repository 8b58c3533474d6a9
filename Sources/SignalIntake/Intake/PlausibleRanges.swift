import GridMarket
import CurtailmentEngine
import GridUnits

/// What a value may be before it is called absurd.
enum PlausibleRanges {
    /// The floor of settlement point prices. (ERCOT Nodal Protocols 6.6.1.1)
    static let lowestPrice = EnergyPrice.dollarsPerMegawattHour(-251)
    /// The value of lost load; prices pass it by congestion, so they are marked, not refused.
    static let usualPriceCap = EnergyPrice.dollarsPerMegawattHour(5_000)
    /// Beyond every price ERCOT ever published, by a factor: a wrong unit or a broken feed.
    static let highestPrice = EnergyPrice.dollarsPerMegawattHour(50_000)
    /// Clearing prices of capacity are shadow prices of a need, so never negative.
    ///
    /// The value of lost load caps them in real time; day-ahead ones passed the offer cap of the time several times
    /// over in February 2021, so that what is above the cap is marked, and refused only beyond every price of energy.
    static let capacityPrice = CapacityPrice.zero...CapacityPrice(stored: highestPrice.stored)
    static let usualCapacityPriceCap = CapacityPrice(stored: usualPriceCap.stored)
    /// What one meter may have metered, as mean power: no load draws ten gigawatts, but kilowatt-hours that are taken
    /// for megawatt-hours look like it, and a negative usage is the generation channel or a wrong sign.
    static let usagePower = Power.zero...Power.megawatts(10_000)
    static let frequency = Frequency.hertz(40)...Frequency.hertz(70)
    static let power = Power.megawatts(-200_000)...Power.megawatts(200_000)
    static let hashprice = Money.dollars(0)...Money.dollars(10_000)
    /// 2000-01-01 to 2200-01-01: a time outside is seconds taken for nanoseconds, or a clock never set.
    static let time =
        UTCInstant(secondsSinceEpoch: 946_684_800)...UTCInstant(secondsSinceEpoch: 7_258_118_400)

    static func isFlagged(_ price: EnergyPrice) -> Bool { price > usualPriceCap }

    static func isFlagged(_ price: CapacityPrice) -> Bool { price > usualCapacityPriceCap }

    static func check(_ price: CapacityPrice) throws(SignalRejection) {
        guard !capacityPrice.contains(price) else { return }
        throw SignalRejection(
            .absurd,
            "price \(price.decimal) $/MW-h is not within 0 and \(capacityPrice.upperBound.decimal) $/MW-h; "
                + (price < .zero ? "capacity is never paid for by who provides it" : "is it in cents?"))
    }

    static func check(_ usage: MeterSignal.Usage) throws(SignalRejection) {
        try check(usage.start, "start")
        try check(usage.end, "end")
        let span = usage.end.nanoseconds(since: usage.start)
        guard
            usage.energy < usagePower.lowerBound.energy(overNanoseconds: span)
                || usage.energy > usagePower.upperBound.energy(overNanoseconds: span)
        else { return }
        throw SignalRejection(
            .absurd,
            "usage_mwh \(usage.energy.megawattHours(places: 3)) from \(usage.start.seconds) to "
                + "\(usage.end.seconds) is not within 0 and 10,000 MW on average; is it in kWh, or generation?"
        )
    }

    static func check(_ price: EnergyPrice) throws(SignalRejection) {
        guard price >= lowestPrice else {
            throw SignalRejection(
                .absurd, "price \(price.decimal) $/MWh is below the floor of \(lowestPrice.decimal) $/MWh")
        }
        guard price <= highestPrice else {
            throw SignalRejection(
                .absurd,
                "price \(price.decimal) $/MWh is above \(highestPrice.decimal) $/MWh; is it in cents?")
        }
    }

    /// A real-time settlement price is of one interval: of a longer span only the first quarter would be settled.
    static func checkSpan(of price: PriceSignal) throws(SignalRejection) {
        guard price.market == .rtm else { return }
        let interval = SettlementInterval(containing: price.start)
        guard interval.start != price.start || interval.end != price.end else { return }
        throw SignalRejection(
            .malformed,
            "an rtm price is of one quarter of an hour, and this one goes from \(price.start.seconds) to "
                + "\(price.end.seconds); send one for each interval, or market dam or sced")
    }

    static func check(_ power: Power?, _ name: String) throws(SignalRejection) {
        guard let power, !Self.power.contains(power) else { return }
        throw SignalRejection(.absurd, "\(name) \(power.decimal) MW is beyond ±200,000 MW; is it in watts?")
    }

    static func check(_ instant: UTCInstant, _ name: String) throws(SignalRejection) {
        guard !time.contains(instant) else { return }
        throw SignalRejection(
            .absurd, "\(name) is \(instant.milliseconds); a time is RFC 3339 or in nanoseconds since 1970")
    }
}
