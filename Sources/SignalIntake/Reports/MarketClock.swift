import GridUnits

/// Turns the market's local labels into UTC, remembering the last day, because reports run through days.
struct MarketClock {
    private let zone: MarketTimeZone
    private var day: CalendarDate?
    private var startOfDay = UTCInstant(secondsSinceEpoch: 0)
    private var hasOrdinaryHours = false

    init(zone: MarketTimeZone) { self.zone = zone }

    /// The start of the quarter of an hour that a label names; nil for one that does not exist.
    mutating func start(of key: SettlementInterval.Key) -> UTCInstant? {
        if key.operatingDay != day { remember(key.operatingDay) }
        guard hasOrdinaryHours, !key.isRepeatedHour, (1...24).contains(key.hourEnding),
            (1...4).contains(key.interval)
        else { return SettlementInterval(key, in: zone)?.start }
        return startOfDay.advanced(
            bySeconds: Int64(key.hourEnding - 1) * 3_600 + Int64(key.interval - 1) * 900)
    }

    private mutating func remember(_ date: CalendarDate) {
        day = date
        startOfDay = zone.startOfDay(date)
        let next = zone.startOfDay(date.advanced(byDays: 1))
        hasOrdinaryHours = next.nanoseconds(since: startOfDay) == 86_400_000_000_000
    }
}
