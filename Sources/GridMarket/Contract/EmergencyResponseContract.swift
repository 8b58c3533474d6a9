package import GridUnits

/// Capacity sold to ERCOT as Emergency Response Service for one contract period.
package struct EmergencyResponseContract: Hashable, Sendable {
    /// `ers_10` or `ers_30`, as instructions name it.
    package let program: String
    /// First operating day, inclusive.
    package let firstDay: CalendarDate
    /// Last operating day, inclusive.
    package let lastDay: CalendarDate
    /// Availability over the period (ERSAFCOMB), 0 to 1; an expectation until the period is settled.
    package let availabilityFactor: Fraction
    /// Event performance (ERSEPF), 0 to 1; an expectation until the period is settled.
    package let performanceFactor: Fraction
    /// What failed tests leave of the payment, 0 to 1.
    package let testFactor: Fraction
    /// How availability becomes a factor of the payment.
    package let availabilityRule: AvailabilityRule
    /// The Time Periods with an obligation; where two overlap, the earlier one in the list is paid.
    package let periods: [EmergencyResponsePeriod]

    package init(
        program: String, firstDay: CalendarDate, lastDay: CalendarDate, availabilityFactor: Fraction = .one,
        performanceFactor: Fraction = .one, testFactor: Fraction = .one,
        availabilityRule: AvailabilityRule = .ercot, periods: [EmergencyResponsePeriod]
    ) {
        self.program = program
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.availabilityFactor = availabilityFactor
        self.performanceFactor = performanceFactor
        self.testFactor = testFactor
        self.availabilityRule = availabilityRule
        self.periods = periods
    }
}

/// One Time Period of Emergency Response Service and what was sold in it.
package struct EmergencyResponsePeriod: Hashable, Sendable {
    /// The operating days a Time Period lies on.
    package enum Days: String, Hashable, Sendable, CaseIterable {
        /// Monday to Friday, holidays excepted.
        case businessDays = "business_days"
        /// Saturdays, Sundays and holidays.
        case otherDays = "other_days"
        case allDays = "all_days"
    }

    /// `TP1`, as ERCOT's procurement results name it.
    package let name: String
    /// First and last hour ending, both inclusive, 1 to 24: 6…9 is 05:00 to 09:00.
    package let hoursEnding: ClosedRange<Int>
    package let days: Days
    package let capacity: Power
    package let price: CapacityPrice

    package init(
        name: String, hoursEnding: ClosedRange<Int>, days: Days, capacity: Power, price: CapacityPrice
    ) {
        self.name = name
        self.hoursEnding = hoursEnding
        self.days = days
        self.capacity = capacity
        self.price = price
    }
}

/// How a resource's availability becomes a factor of what it is paid.
package struct AvailabilityRule: Hashable, Sendable {
    /// Availability below this is squared (Protocols section 8.1.3).
    package let squaredBelow: Fraction
    /// Availability of at least this counts as one; nil where no such rule is known to hold.
    package let countsAsOneFrom: Fraction?

    package init(squaredBelow: Fraction, countsAsOneFrom: Fraction?) {
        self.squaredBelow = squaredBelow
        self.countsAsOneFrom = countsAsOneFrom
    }

    /// Squared below 0.85; nothing is counted as one, because no source for that was found.
    package static let ercot = AvailabilityRule(squaredBelow: .percent(85), countsAsOneFrom: nil)
}
