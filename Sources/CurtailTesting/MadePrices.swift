package import GridUnits

/// Prices of one hub that are made up and always the same: evening peaks, windy nights below zero, days of scarcity.
///
/// They stand for a recording where a test or a benchmark needs a year, so that no file has to come with a checkout.
package enum MadePrices {
    /// The operating year 2024 in Texas, 06:00Z to 06:00Z: 35,136 intervals.
    package static let year =
        UTCInstant(secondsSinceEpoch: 1_704_088_800)..<UTCInstant(secondsSinceEpoch: 1_735_711_200)

    /// A stretch of intervals, by the instants of its first start and its end.
    package typealias Span = Range<UTCInstant>

    /// Days of 2024 with evenings of scarcity: a storm, two dear days, and both days on which the clock changes.
    private static let scarce: Set<Int64> = [19_738, 19_792, 19_851, 19_955, 20_030]

    /// The price of a megawatt-hour by the hour of standard time, in cents, before noise.
    private static let shape: [Int64] = [
        1_500, 1_400, 1_350, 1_400, 1_600, 2_000, 2_700, 2_900, 2_400, 2_000, 1_900, 1_900, 2_000, 2_200,
        2_500,
        2_900, 3_500, 4_400, 5_200, 5_600, 4_600, 3_200, 2_300, 1_800,
    ]

    /// The price of the interval that begins then.
    ///
    /// - Parameter start: a quarter of an hour in UTC.
    /// - Returns: between -3,000 and 499,999 cents a megawatt-hour.
    package static func price(at start: UTCInstant) -> EnergyPrice {
        let standard = start.secondsSinceEpoch - 21_600
        let (day, hour) = (standard / 86_400, Int(standard % 86_400 / 3_600))
        var ofDay = SeededGenerator(seed: UInt64(bitPattern: day))
        var ofQuarter = SeededGenerator(seed: UInt64(bitPattern: standard / 900))
        let (isScarce, isWindy) = (ofDay.next() % 29 == 0 || scarce.contains(day), ofDay.next() % 5 == 0)
        if isScarce && (16..<21).contains(hour) {
            return .centsPerMegawattHour(.random(in: 8_000...499_999, using: &ofQuarter))
        }
        if isWindy && hour < 5 { return .centsPerMegawattHour(.random(in: -3_000...900, using: &ofQuarter)) }
        return .centsPerMegawattHour(shape[hour] + .random(in: -600...600, using: &ofQuarter))
    }

    /// The starts of all intervals of a span, in order.
    package static func starts(_ span: Span) -> [UTCInstant] {
        stride(from: span.lowerBound.secondsSinceEpoch, to: span.upperBound.secondsSinceEpoch, by: 900)
            .map { UTCInstant(secondsSinceEpoch: $0) }
    }

    /// A span in the plain layout, which carries UTC.
    package static func plain(_ span: Span, point: String = "HB_WEST") -> String {
        "interval_start_utc,settlement_point,price_usd_per_mwh\n"
            + starts(span).map { "\($0.seconds),\(point),\(price(at: $0).decimal)\n" }.joined()
    }

    /// Where an operating day of 2024 begins and ends, by ERCOT's rule for the clock of that year.
    ///
    /// - Parameters:
    ///   - month: 1 to 12.
    ///   - day: 1 to 31.
    /// - Returns: 92 intervals on 10 March, 100 on 3 November, 96 on every other day.
    package static func operatingDay(month: Int, day: Int) -> Span {
        let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        let ordinal = Int64(lengths.prefix(month - 1).reduce(day - 1, +))
        func midnight(_ ordinal: Int64) -> UTCInstant {
            UTCInstant(
                secondsSinceEpoch: (19_723 + ordinal) * 86_400
                    + ((70...307).contains(ordinal) ? 18_000 : 21_600))
        }
        return midnight(ordinal)..<midnight(ordinal + 1)
    }

    /// An operating day of 2024 as ERCOT publishes it (NP6-905-CD), with a second point beside ours.
    package static func published(month: Int, day: Int) -> String {
        let span = operatingDay(month: month, day: day)
        var text =
            "DeliveryDate,DeliveryHour,DeliveryInterval,SettlementPointName,SettlementPointType,"
            + "SettlementPointPrice,DSTFlag\n"
        let date = "\(padded(month))/\(padded(day))/2024"
        for start in starts(span) {
            let (hour, quarter, isRepeated) = wallClock(start, in: span)
            for (point, type, price) in [
                ("HB_HUBAVG", "AH", price(at: start.advanced(bySeconds: 900))),
                ("HB_WEST", "HU", price(at: start)),
            ] {
                text +=
                    "\(date),\(hour + 1),\(quarter + 1),\(point),\(type),\(price.decimal),\(isRepeated ? "Y" : "N")\n"
            }
        }
        return text
    }

    /// The hour and quarter that a clock on the wall shows, and whether it shows the hour for the second time.
    private static func wallClock(_ start: UTCInstant, in day: Span) -> (
        hour: Int, quarter: Int, isRepeated: Bool
    ) {
        let number = Int((start.secondsSinceEpoch - day.lowerBound.secondsSinceEpoch) / 900)
        let length = Int((day.upperBound.secondsSinceEpoch - day.lowerBound.secondsSinceEpoch) / 900)
        // The clock is moved after 01:59 of the day on which it is moved.
        let shown = number < 8 ? number : number + 96 - length
        return (shown / 4, shown % 4, length == 100 && (8..<12).contains(number))
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
