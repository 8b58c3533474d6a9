import GridUnits

/// The demo's day: made up, the same every time, and none that ERCOT has seen.
///
/// A hot August Wednesday: a cheap night, more sun and wind than load at noon, and scarcity when the sun goes down.
enum SyntheticDay {
    static let date = CalendarDate(daysSinceEpoch: 20_684)

    /// Midnight in Texas, where the day begins.
    static var midnight: UTCInstant { MarketTimeZone.centralPrevailing.startOfDay(date) }

    static let intervalSeconds: Int64 = 900
    static let intervalCount = 96

    /// Corners of the price: quarter of an hour from midnight, dollars per MWh.
    private static let corners: [(quarter: Int, dollars: Int64)] = [
        (0, 24), (16, 17), (28, 28), (38, 14), (44, -6), (50, -12), (56, 9), (60, 41), (61, 78), (62, 96),
        (63, 254),
        (64, 620), (67, 2_150), (70, 2_480), (72, 1_900), (75, 620), (77, 140), (78, 96), (80, 71), (81, 55),
        (84, 44), (90, 33), (96, 25),
    ]

    /// The settlement price of each quarter of an hour, straight lines between the corners, to the cent.
    static let prices: [EnergyPrice] = (0..<intervalCount).map { quarter in
        let next = corners.first { $0.quarter > quarter } ?? (intervalCount, 25)
        let last = corners.last { $0.quarter <= quarter } ?? (0, 24)
        let rise = (next.dollars - last.dollars) * 100 * Int64(quarter - last.quarter)
        return .centsPerMegawattHour(last.dollars * 100 + rise / Int64(next.quarter - last.quarter))
    }

    /// When a quarter of an hour begins.
    static func start(ofQuarter quarter: Int) -> UTCInstant {
        midnight.advanced(bySeconds: Int64(quarter) * intervalSeconds)
    }

    /// Time of day in Texas, `16:45:00`.
    static func timeOfDay(_ instant: UTCInstant) -> String {
        let second = max(0, instant.nanoseconds(since: midnight) / 1_000_000_000)
        return [second / 3_600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
            .joined(separator: ":")
    }
}
