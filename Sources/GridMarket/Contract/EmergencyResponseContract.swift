package import GridUnits
package import SiteRecord

/// Capacity sold to ERCOT as Emergency Response Service for one contract period.
package struct EmergencyResponseContract: Declared {
    /// ``Program/ers10`` or ``Program/ers30``.
    package var program: Program
    /// First operating day, inclusive.
    package var firstDay: CalendarDate
    /// Last operating day, inclusive.
    package var lastDay: CalendarDate
    /// Availability over the period (ERSAFCOMB), 0 to 1; an expectation until the period is settled.
    package var availabilityFactor: Fraction
    /// Event performance (ERSEPF), 0 to 1; an expectation until the period is settled.
    package var performanceFactor: Fraction
    /// The part of the payment that failed tests leave, 0 to 1.
    package var testFactor: Fraction
    /// How availability becomes a factor of the payment.
    package var availabilityRule: AvailabilityRule
    /// The Time Periods with an obligation; where two overlap, the earlier one in the list is paid.
    package var periods: [EmergencyResponsePeriod]

    package init(
        program: Program, firstDay: CalendarDate, lastDay: CalendarDate, availabilityFactor: Fraction = .one,
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
package struct EmergencyResponsePeriod: Declared {
    /// The operating days a Time Period lies on.
    package enum Days: String, Hashable, Sendable, CaseIterable {
        /// Monday to Friday, holidays excepted.
        case businessDays = "business_days"
        /// Saturdays, Sundays and holidays.
        case otherDays = "other_days"
        case allDays = "all_days"
    }

    /// `TP1`, as ERCOT's procurement results name it.
    package var name: String
    /// 1 to 24, inclusive: 6 to 9 is 05:00 to 09:00.
    package var firstHourEnding: Int
    /// 1 to 24, inclusive, not before the first.
    package var lastHourEnding: Int
    /// The days it lies on.
    package var days: Days
    /// Capacity sold in it.
    package var capacity: Power
    /// Dollars for each megawatt and hour of it.
    package var price: CapacityPrice

    /// Creates a period; hours ending run from 1 to 24, both inclusive.
    package init(
        name: String, hoursEnding: ClosedRange<Int>, days: Days, capacity: Power, price: CapacityPrice
    ) {
        self.name = name
        (firstHourEnding, lastHourEnding) = (hoursEnding.lowerBound, hoursEnding.upperBound)
        self.days = days
        self.capacity = capacity
        self.price = price
    }
}

extension EmergencyResponsePeriod {
    /// First and last hour ending, both inclusive.
    package var hoursEnding: ClosedRange<Int> { firstHourEnding...max(firstHourEnding, lastHourEnding) }

    package static let section = Section(
        "periods", "",
        of: EmergencyResponsePeriod(
            name: "", hoursEnding: 1...1, days: .allDays, capacity: .zero, price: .zero),
        identity: ["name"], rules: [endsAfterItBegins]
    ) {
        Key("name", \.name, .name(), "As ERCOT's procurement results name it.", isRequired: true)
        Key(
            "first_hour_ending", \.firstHourEnding, .count(in: 1...24),
            "First hour ending; 20 to 22 is 19:00 to 22:00.", isRequired: true)
        Key(
            "last_hour_ending", \.lastHourEnding, .count(in: 1...24), "Last hour ending, included.",
            isRequired: true)
        Key(
            "days", \.days, .choice(),
            "business_days (Monday to Friday but holidays), other_days or all_days.", isRequired: true)
        Key(
            "mw", \.capacity, .amount("MW", in: .zero...(.largestSite)), "The capacity sold.",
            isRequired: true)
        Key(
            "usd_per_mw_h", \.price, .amount("USD", in: .zero...CapacityPrice(stored: 10_000_000_000)),
            "Dollars for each megawatt and hour of standing ready.", isRequired: true)
    }

    private static let endsAfterItBegins = Rule<Self>(on: ["first_hour_ending", "last_hour_ending"]) {
        period, written in
        guard period.firstHourEnding > period.lastHourEnding else { return }
        written.report(
            "last_hour_ending",
            "\(period.lastHourEnding) is before first_hour_ending, \(period.firstHourEnding); a period over "
                + "midnight is two periods")
    }

    fileprivate func overlaps(_ other: EmergencyResponsePeriod) -> Bool {
        hoursEnding.overlaps(other.hoursEnding)
            && (days == other.days || days == .allDays || other.days == .allDays)
    }
}

extension EmergencyResponseContract {
    package static let section = Section(
        "ers", "",
        of: EmergencyResponseContract(program: .ers30, firstDay: .epoch, lastDay: .epoch, periods: []),
        identity: ["program", "from"],
        rules: [CalendarDate.rule(\.firstDay, \.lastDay), countsFullAboveSquared, paysNoHourTwice]
    ) {
        Key(
            "program", \.program, .choice(among: [.ers10, .ers30]), "ers_10 or ers_30.", isRequired: true)
        Key("from", \.firstDay, .day, "First day of the contract period.", isRequired: true)
        Key("to", \.lastDay, .day, "Last day, included.", isRequired: true)
        Key(
            "availability_factor", \.availabilityFactor, .share,
            "Availability of the period; expected until ERCOT says it.")
        Key(
            "performance_factor", \.performanceFactor, .share,
            "Event performance of the period; expected until ERCOT says it.")
        Key("test_factor", \.testFactor, .share, "What failed tests leave of the payment.")
        Key(
            "squared_below", \.availabilityRule.squaredBelow, .share,
            "Availability below this is squared in the payment.")
        Key(
            "counts_as_one_from", \.availabilityRule.countsAsOneFrom, .optional(.share, none: "none"),
            "Availability from this on counts as 1.")
        Key(
            "periods", \.periods, .entries(of: EmergencyResponsePeriod.section, atLeast: 1),
            "What was sold in which Time Period; periods that share hours and days are an error.",
            isRequired: true)
    }

    private static let countsFullAboveSquared = Rule<Self>(on: ["squared_below", "counts_as_one_from"]) {
        contract, written in
        let rule = contract.availabilityRule
        guard let one = rule.countsAsOneFrom, one < rule.squaredBelow else { return }
        written.report(
            "counts_as_one_from",
            "availability of \(one.decimal) would be squared as well, below \(rule.squaredBelow.decimal); "
                + "write at least that")
    }

    private static let paysNoHourTwice = Rule<Self>(on: ["periods"]) { contract, written in
        var earlier: [EmergencyResponsePeriod] = []
        let keys = ["name", "first_hour_ending", "last_hour_ending", "days", "mw", "usd_per_mw_h"]
        for (period, entry) in zip(contract.periods, written.entries("periods")) where entry.isRight(keys) {
            if earlier.contains(where: { $0.name == period.name }) {
                entry.report("name", "there is a period \(period.name) in this entry already")
            } else if let other = earlier.first(where: period.overlaps) {
                entry.report(
                    "first_hour_ending",
                    "\(period.name) has hours of \(other.name), which one obligation cannot be paid twice "
                        + "for; write hours that \(other.name) does not have")
            }
            earlier.append(period)
        }
    }

    /// Whether two entries oblige the same program in the same hours.
    package func overlaps(_ other: EmergencyResponseContract) -> Bool {
        program == other.program && firstDay <= other.lastDay && other.firstDay <= lastDay
            && periods.contains { period in other.periods.contains(where: period.overlaps) }
    }
}

extension CalendarDate {
    /// A day before any that can be written, in the place of one that has to be.
    static var epoch: CalendarDate { CalendarDate(daysSinceEpoch: 0) }

    /// A rule that the last day, `to`, is not before the first, `from`, nor a year and more behind it.
    static func rule<Root: Hashable & Sendable>(
        _ first: any KeyPath<Root, CalendarDate> & Sendable,
        _ last: any KeyPath<Root, CalendarDate> & Sendable
    ) -> Rule<Root> {
        let longest = 366
        return Rule(on: ["from", "to"]) { root, written in
            let (first, last) = (root[keyPath: first], root[keyPath: last])
            let count = last.daysSinceEpoch - first.daysSinceEpoch + 1
            if count < 1 {
                written.report(
                    "to", "\(last) is before from, \(first); write the last day, which is included")
            } else if count > longest {
                written.report("to", "\(first) to \(last) are \(count) days; write at most \(longest)")
            }
        }
    }
}

extension UTCInstant {
    /// A moment in the place of one that has to be written.
    static var epoch: UTCInstant { UTCInstant(nanosecondsSinceEpoch: 0) }
}

/// How a resource's availability becomes a factor of what it is paid.
package struct AvailabilityRule: Hashable, Sendable {
    /// Availability below this is squared (Protocols section 8.1.3).
    package var squaredBelow: Fraction
    /// Availability of at least this counts as one; nil where no such rule is known to hold.
    package var countsAsOneFrom: Fraction?

    package init(squaredBelow: Fraction, countsAsOneFrom: Fraction?) {
        self.squaredBelow = squaredBelow
        self.countsAsOneFrom = countsAsOneFrom
    }

    /// Squared below 0.85; nothing is counted as one, because no source for that was found.
    package static let ercot = AvailabilityRule(squaredBelow: .percent(85), countsAsOneFrom: nil)
}
