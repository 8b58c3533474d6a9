/// How the load that would have been drawn is found; the raw values are the configuration's and the ledger's.
package enum BaselineMethod: String, Hashable, Sendable, CaseIterable {
    /// What units that sleep because of us would draw, by their ratings and readings.
    case readings
    /// Mean of the meter's telemetry over the five minutes before the instruction, held flat.
    case fiveMinuteAverage = "five_minute_average"
    /// The last full 15-minute interval that ended before the instruction, held flat.
    case meterBeforeAfter = "meter_before_after"
    /// Mean of the middle eight of the ten most recent like days, per interval, with the event-day adjustment.
    case middleEightOfTen = "middle_8_of_10"
    /// The like days closest to the day before and the morning of the event.
    case matchingDayPair = "matching_day_pair"
    /// No baseline: the load has to stay at or below the declared Maximum Base Load.
    case maximumBaseLoad = "maximum_base_load"
}
