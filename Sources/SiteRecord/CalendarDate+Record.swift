package import GridUnits

extension JSONValue {
    /// Reads a day.
    package func day(_ key: String) throws(CanonicalFailure) -> CalendarDate {
        guard let day = CalendarDate(text: try text(key)) else {
            throw CanonicalFailure("\(key) is not a day as in 2026-07-22")
        }
        return day
    }

    /// Reads days in their order.
    package func days(_ key: String) throws(CanonicalFailure) -> [CalendarDate] {
        var days: [CalendarDate] = []
        for element in try array(key) {
            guard case .text(let text) = element, let day = CalendarDate(text: text) else {
                throw CanonicalFailure("\(key) holds something else than days as in 2026-07-22")
            }
            days.append(day)
        }
        return days
    }
}
