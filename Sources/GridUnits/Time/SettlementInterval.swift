/// One 15-minute settlement interval, keyed as ERCOT keys it and placed on the UTC time line.
package struct SettlementInterval: Hashable, Sendable {
    /// A quarter of an hour.
    package static let lengthSeconds: Int64 = 900

    /// Start, inclusive; a multiple of 15 minutes.
    package let start: UTCInstant

    /// The interval that contains an instant.
    package init(containing instant: UTCInstant) {
        let second = instant.secondsSinceEpoch
        let remainder = second % Self.lengthSeconds
        start = UTCInstant(
            secondsSinceEpoch: second - (remainder < 0 ? remainder + Self.lengthSeconds : remainder))
    }

    /// End, exclusive.
    package var end: UTCInstant { start.advanced(bySeconds: Self.lengthSeconds) }

    package var next: SettlementInterval { SettlementInterval(containing: end) }

    /// The interval of a market key.
    ///
    /// Nil when the key does not exist: the missing spring hour, a repeated hour that is not, or a day beyond
    /// the time line.
    ///
    /// - Parameters:
    ///   - key: operating day, hour ending 1 to 24, interval 1 to 4 and the repeated-hour flag.
    ///   - zone: the market's clock.
    package init?(_ key: Key, in zone: MarketTimeZone = .centralPrevailing) {
        guard (1...24).contains(key.hourEnding), (1...4).contains(key.interval) else { return nil }
        let local =
            Int64(key.operatingDay.daysSinceEpoch) * 86_400 + Int64(key.hourEnding - 1) * 3_600
            + Int64(key.interval - 1) * Self.lengthSeconds
        // The repeated hour is standard time; every other label is daylight time where that gives it back.
        let offsets =
            key.isRepeatedHour
            ? [zone.standardOffsetSeconds] : [zone.standardOffsetSeconds + 3_600, zone.standardOffsetSeconds]
        let candidates = offsets.map { offset in
            SettlementInterval(containing: UTCInstant(secondsSinceEpoch: local - Int64(offset)))
        }
        guard let match = candidates.first(where: { $0.key(in: zone) == key }) else { return nil }
        self = match
    }
}

extension SettlementInterval {
    /// How ERCOT's reports name an interval.
    package struct Key: Hashable, Sendable {
        /// The operating day, in Central Prevailing Time.
        package let operatingDay: CalendarDate
        /// 1 (00:00 to 01:00) to 24.
        package let hourEnding: Int
        /// 1 to 4.
        package let interval: Int
        /// True only in the second, repeated hour of the autumn day (ERCOT `DSTFlag`, `RepeatedHourFlag`).
        package let isRepeatedHour: Bool

        package init(operatingDay: CalendarDate, hourEnding: Int, interval: Int, isRepeatedHour: Bool) {
            self.operatingDay = operatingDay
            self.hourEnding = hourEnding
            self.interval = interval
            self.isRepeatedHour = isRepeatedHour
        }
    }

    /// The market key of this interval.
    package func key(in zone: MarketTimeZone = .centralPrevailing) -> Key {
        let local = start.secondsSinceEpoch + Int64(zone.offsetSeconds(at: start))
        let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        let second = local - days * 86_400
        let hourBefore = start.advanced(bySeconds: -3_600)
        let isRepeated = zone.isDaylight(at: hourBefore) && !zone.isDaylight(at: start)
        return Key(
            operatingDay: CalendarDate(daysSinceEpoch: Int(days)), hourEnding: Int(second / 3_600) + 1,
            interval: Int(second % 3_600 / Self.lengthSeconds) + 1, isRepeatedHour: isRepeated)
    }

    /// The intervals of one operating day, in order: 92, 96 or 100.
    package static func all(
        of day: CalendarDate, in zone: MarketTimeZone = .centralPrevailing
    ) -> [SettlementInterval] {
        let end = zone.startOfDay(day.advanced(byDays: 1))
        var intervals: [SettlementInterval] = []
        var interval = SettlementInterval(containing: zone.startOfDay(day))
        while interval.start < end {
            intervals.append(interval)
            let next = interval.next
            guard next.start > interval.start else { return intervals }  // The end of the time line.
            interval = next
        }
        return intervals
    }
}

extension MarketTimeZone {
    /// The operating day that an instant belongs to.
    package func operatingDay(of instant: UTCInstant) -> CalendarDate {
        SettlementInterval(containing: instant).key(in: self).operatingDay
    }
}
