import GridUnits

/// Instants on ERCOT's clock, as its own statements show them.
enum MarketClock {
    private static let zone = MarketTimeZone.centralPrevailing
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]

    static func month(_ number: Int) -> String { months[number - 1] }

    /// `May 8`.
    static func day(_ date: CalendarDate) -> String { "\(months[date.month - 1].prefix(3)) \(date.day)" }

    /// `18:45`.
    static func minute(_ instant: UTCInstant) -> String { String(second(instant).prefix(5)) }

    /// `18:45:06`.
    static func second(_ instant: UTCInstant) -> String {
        String(local(instant).seconds.dropFirst(11).prefix(8))
    }

    /// `May 8, 18:45 CDT`.
    static func dayAndMinute(_ instant: UTCInstant) -> String {
        "\(day(zone.operatingDay(of: instant))), \(minute(instant)) \(abbreviation(instant))"
    }

    /// `May 8, 2024, 18:45 CDT`.
    static func full(_ instant: UTCInstant) -> String {
        let date = zone.operatingDay(of: instant)
        return "\(day(date)), \(date.year), \(minute(instant)) \(abbreviation(instant))"
    }

    /// The hour of an instant on the market's clock, when one begins there.
    static func wholeHour(_ instant: UTCInstant) -> Int? {
        let second = local(instant).secondsSinceEpoch % 86_400
        return second % 3_600 == 0 ? Int(second / 3_600) : nil
    }

    private static func abbreviation(_ instant: UTCInstant) -> String {
        zone.isDaylight(at: instant) ? "CDT" : "CST"
    }

    private static func local(_ instant: UTCInstant) -> UTCInstant {
        instant.advanced(bySeconds: Int64(zone.offsetSeconds(at: instant)))
    }
}
