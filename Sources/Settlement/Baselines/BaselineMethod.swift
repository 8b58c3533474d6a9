/// How the load that would have been drawn is found; the raw values are the configuration's and the ledger's.
package enum BaselineMethod: String, Hashable, Sendable, CaseIterable {
    /// The load that units asleep by our order would draw, by their ratings and readings.
    case readings
    /// Mean of the meter's telemetry over the five minutes before the instruction, held flat.
    case fiveMinuteAverage = "five_minute_average"
    /// The last full 15-minute interval that ended before the instruction, held flat.
    case meterBeforeAfter = "meter_before_after"
    /// Mean of the middle eight of the ten most recent like days, per interval, with the event-day adjustment.
    case middleEightOfTen = "middle_8_of_10"
    /// The like days closest to the day before and the morning of the event.
    case matchingDayPair = "matching_day_pair"
    /// Day energy by weekday, times the form of past days of the same kind; see ``RegressionCalendar``.
    case regressionCalendar = "regression_calendar"
    /// No baseline: the load has to stay at or below the declared Maximum Base Load.
    case maximumBaseLoad = "maximum_base_load"
}

/// The part of its name's promise that a method leaves out; recorded with every finding of the method.
package enum BaselineLimitation: String, Hashable, Sendable, CaseIterable {
    /// The fit knows no temperature.
    case weatherUnknown = "weather_unknown"
    /// The fit knows no sunrise and no sunset.
    case daylightUnknown = "daylight_unknown"
    /// The coefficients are of our own fit and not those that ERCOT settles by.
    case notErcotCoefficients = "not_ercot_coefficients"
}

extension BaselineMethod {
    /// In the order in which they are recorded; empty where the method is what its source says.
    package var limitations: [BaselineLimitation] {
        switch self {
        case .regressionCalendar: [.weatherUnknown, .daylightUnknown, .notErcotCoefficients]
        case .readings, .fiveMinuteAverage, .meterBeforeAfter, .middleEightOfTen, .matchingDayPair,
            .maximumBaseLoad:
            []
        }
    }
}
