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
        let key = interval.key(in: zone)
        guard holds(on: key.operatingDay) else { return nil }
        let kind = OperatingDayKind(of: key.operatingDay, holidays: holidays)
        return periods.first { $0.contains(key, on: kind) }
    }
}
