import GridUnits
import Settlement
import Testing

/// Metered days for baselines, each interval settable.
struct ExampleMeter {
    private var energies: [SettlementInterval: Energy] = [:]

    var history: LoadHistory {
        LoadHistory(energies.map { IntervalLoad(interval: $0.key, energy: $0.value) })
    }

    /// The same energy in every interval of a day.
    mutating func fill(_ day: CalendarDate, _ energy: Energy) {
        for interval in SettlementInterval.all(of: day) { energies[interval] = energy }
    }

    /// The same energy in every interval of the days before one.
    mutating func fill(_ count: Int, daysBefore day: CalendarDate, _ energy: Energy) {
        for offset in 1...count { fill(day.advanced(byDays: -offset), energy) }
    }

    subscript(interval: SettlementInterval) -> Energy? {
        get { energies[interval] }
        set { energies[interval] = newValue }
    }
}

/// The interval of a market key.
func interval(
    _ day: CalendarDate, hourEnding: Int, _ number: Int, isRepeated: Bool = false
) throws -> SettlementInterval {
    try #require(
        SettlementInterval(
            .init(
                operatingDay: day, hourEnding: hourEnding, interval: number, isRepeatedHour: isRepeated)))
}

/// Megawatt-hours as decimal text.
func megawattHours(_ text: String) throws -> Energy {
    // Power and energy have the same decimal digits: a megawatt over an hour.
    try Power(decimal: text).energy(overNanoseconds: 3_600_000_000_000)
}

/// Rules without holidays and event days.
func rules(
    holidays: [CalendarDate] = [], eventDays: Set<CalendarDate> = [], lookBackDays: Int = 60,
    adjustmentSeconds: Int64 = 0
) -> DayBaselineRules {
    DayBaselineRules(
        holidays: holidays, eventDays: eventDays, lookBackDays: lookBackDays,
        adjustmentWindow: .seconds(adjustmentSeconds))
}
