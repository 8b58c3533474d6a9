import GridMarket
import CurtailmentEngine
import GridUnits

/// Refuses values that cannot be, whoever sent them.
enum SignalPlausibility {
    static func check(_ signal: GridSignal) throws(SignalRejection) {
        switch signal {
        case .price(let price):
            try PlausibleRanges.check(price.price)
            try PlausibleRanges.check(price.start, "start")
            try PlausibleRanges.checkSpan(of: price)
        case .capacityPrice(let capacity):
            try PlausibleRanges.check(capacity.price)
            try PlausibleRanges.check(capacity.start, "start")
            try PlausibleRanges.check(capacity.end, "end")
        case .frequency(let sample): try check(sample)
        case .instruction(let instruction):
            try PlausibleRanges.check(instruction.power, "mw")
            guard instruction.power.map({ $0 >= .zero }) ?? true else {
                throw SignalRejection(
                    .absurd, "mw of an instruction is how much, not which way: it is not negative")
            }
        case .award(let award):
            try PlausibleRanges.check(award.power, "mw")
            guard award.power >= .zero else { throw SignalRejection(.absurd, "mw of an award is negative") }
            try PlausibleRanges.check(award.start, "start")
            try PlausibleRanges.check(award.end, "end")
        case .grid(let grid):
            try PlausibleRanges.check(grid.physicalResponsiveCapability, "prc_mw")
            try PlausibleRanges.check(grid.systemLoad, "system_load_mw")
            if let level = grid.emergencyAlertLevel, !(0...3).contains(level) {
                throw SignalRejection(.absurd, "eea \(level) is not an Energy Emergency Alert level, 0 to 3")
            }
        case .loadForecast(let forecast):
            try PlausibleRanges.check(forecast.load, "mw")
            try PlausibleRanges.check(forecast.start, "start")
        case .meter(let meter):
            try PlausibleRanges.check(meter.power, "mw")
            if let usage = meter.usage { try PlausibleRanges.check(usage) }
        case .hashprice(let hashprice):
            guard !PlausibleRanges.hashprice.contains(hashprice.dollarsPerPetahashDay) else { return }
            throw SignalRejection(
                .absurd,
                "usd_per_ph_day \(hashprice.dollarsPerPetahashDay.decimal) is not within 0 and 10,000 $/PH and day"
            )
        }
    }

    static func check(_ sample: FrequencySample) throws(SignalRejection) {
        guard !PlausibleRanges.frequency.contains(sample.frequency) else { return }
        throw SignalRejection(
            .absurd,
            "hz \(sample.frequency.decimal) is not within 40 and 70 Hz: the device has lost its voltage, or its unit"
        )
    }
}
