package import GridMarket
package import GridUnits

extension EmergencyResponsePeriod {
    /// Whether an interval lies in this Time Period, by its market key.
    ///
    /// - Parameters:
    ///   - key: operating day and hour ending.
    ///   - kind: of the operating day.
    /// - Returns: false, too, on days of another kind.
    package func contains(_ key: SettlementInterval.Key, on kind: OperatingDayKind) -> Bool {
        guard hoursEnding.contains(key.hourEnding) else { return false }
        return switch days {
        case .businessDays: kind == .business
        case .otherDays: kind == .other
        case .allDays: true
        }
    }
}

extension EmergencyResponseContract {
    /// A Time Period and its hours within the contract.
    package struct PeriodHours: Hashable, Sendable {
        package let period: EmergencyResponsePeriod
        /// In whole quarters.
        package let hours: Fraction
    }

    /// Whether the contract holds on an operating day.
    package func holds(on day: CalendarDate) -> Bool { firstDay <= day && day <= lastDay }

    /// The Time Period that an interval is paid in.
    ///
    /// - Parameters:
    ///   - interval: the settlement interval.
    ///   - holidays: ERCOT's list.
    ///   - zone: the market's clock.
    /// - Returns: nil outside the contract and between its periods.
    package func period(
        of interval: SettlementInterval, holidays: [CalendarDate],
        zone: MarketTimeZone = .centralPrevailing
    ) -> EmergencyResponsePeriod? {
        periodIndex(of: interval.key(in: zone), holidays: holidays).map { periods[$0] }
    }

    /// How many hours of the contract lie in each of its Time Periods.
    ///
    /// - Parameters:
    ///   - holidays: ERCOT's list.
    ///   - zone: the market's clock, whose days of 23 and 25 hours are counted as they are.
    /// - Returns: one entry for each period, in their order.
    /// - Throws: `AmountOutOfRange` when a count does not fit.
    package func hours(
        holidays: [CalendarDate], zone: MarketTimeZone = .centralPrevailing
    ) throws(AmountOutOfRange) -> [PeriodHours] {
        var quarters = [Int128](repeating: 0, count: periods.count)
        var day = firstDay
        while day <= lastDay {
            for interval in SettlementInterval.all(of: day, in: zone) {
                guard let index = periodIndex(of: interval.key(in: zone), holidays: holidays) else {
                    continue
                }
                quarters[index] += 1
            }
            day = day.advanced(byDays: 1)
        }
        var hours: [PeriodHours] = []
        for (period, count) in zip(periods, quarters) {
            hours.append(PeriodHours(period: period, hours: try Fraction(count, over: 4)))
        }
        return hours
    }

    private func periodIndex(of key: SettlementInterval.Key, holidays: [CalendarDate]) -> Int? {
        guard holds(on: key.operatingDay) else { return nil }
        let kind = OperatingDayKind(of: key.operatingDay, holidays: holidays)
        return periods.firstIndex { $0.contains(key, on: kind) }
    }
}
