import GridUnits

/// What a value may be before it is called absurd.
enum PlausibleRanges {
    /// The floor of settlement point prices. (ERCOT Nodal Protocols 6.6.1.1)
    static let lowestPrice = EnergyPrice.dollarsPerMegawattHour(-251)
    /// The value of lost load; prices pass it by congestion, so they are marked, not refused.
    static let usualPriceCap = EnergyPrice.dollarsPerMegawattHour(5_000)
    /// Beyond every price ERCOT ever published, by a factor: a wrong unit or a broken feed.
    static let highestPrice = EnergyPrice.dollarsPerMegawattHour(50_000)
    static let frequency = Frequency.hertz(40)...Frequency.hertz(70)
    static let power = Power.megawatts(-200_000)...Power.megawatts(200_000)
    static let hashprice = Money.dollars(0)...Money.dollars(10_000)
    /// 2000-01-01 to 2200-01-01: a time outside is seconds taken for nanoseconds, or a clock never set.
    static let time =
        UTCInstant(secondsSinceEpoch: 946_684_800)...UTCInstant(secondsSinceEpoch: 7_258_118_400)

    static func isFlagged(_ price: EnergyPrice) -> Bool { price > usualPriceCap }

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
