import GridMarket
import GridUnits
import Settlement
import Testing

@Suite("EmergencyResponseContract")
struct EmergencyResponseTests {
    /// Two days taken off the 43 weekdays of October and November 2026.
    private static func holidays() throws -> [CalendarDate] {
        [try day("2026-11-26"), try day("2026-11-27")]
    }

    private static func period(
        _ name: String, _ hours: ClosedRange<Int>, _ days: EmergencyResponsePeriod.Days, megawatts: String,
        price: String
    ) throws -> EmergencyResponsePeriod {
        try EmergencyResponsePeriod(
            name: name, hoursEnding: hours, days: days, capacity: Power(decimal: megawatts),
            price: CapacityPrice(decimal: price))
    }

    private static func contract(
        availability: Fraction = .one, performance: Fraction = .one, tests: Fraction = .one,
        rule: AvailabilityRule = .ercot, _ periods: EmergencyResponsePeriod...
    ) throws -> EmergencyResponseContract {
        try EmergencyResponseContract(
            program: .ers30, firstDay: day("2026-10-01"), lastDay: day("2026-11-30"),
            availabilityFactor: availability, performanceFactor: performance, testFactor: tests,
            availabilityRule: rule, periods: periods)
    }

    /// What the intervals of the whole contract add up to, and how many lie in each Time Period.
    private static func total(
        of contract: EmergencyResponseContract, share: Fraction = .one
    ) throws -> (money: Money, quarters: [String: Int]) {
        var (money, quarters) = (Money.zero, [String: Int]())
        var day = contract.firstDay
        while day <= contract.lastDay {
            for interval in SettlementInterval.all(of: day) {
                guard let accrual = try contract.accrual(in: interval, holidays: holidays(), share: share)
                else {
                    continue
                }
                money += accrual.amount
                quarters[accrual.period.name, default: 0] += 1
            }
            day = day.advanced(byDays: 1)
        }
        return (money, quarters)
    }

    @Test("reproduces ERCOT's own hours and payments of October and November 2026")
    func matchesERCOT() throws {
        let morning = try Self.period("TP1", 6...9, .businessDays, megawatts: "2400.916", price: "5.15")
        let evening = try Self.period("TP5", 20...22, .businessDays, megawatts: "2288.654", price: "15.03")
        let payments = try [morning, evening].map { try Self.total(of: Self.contract($0)).money }
        #expect(payments.map { $0.decimal(places: 2) } == ["2027813.65", "4231011.76"])
        let both = try Self.total(of: Self.contract(morning, evening))
        #expect(both.money.decimal(places: 2) == "6258825.42")
        #expect(both.quarters == ["TP1": 4 * 164, "TP5": 4 * 123])
    }

    @Test(
        "squares an availability below 0.85 and uses any other as it is",
        arguments: [(100, "18486.90"), (80, "11831.62"), (90, "16638.21"), (85, "15713.86"), (0, "0.00")])
    func paysByAvailability(percent: Int128, expected: String) throws {
        let evening = try Self.period("TP5", 20...22, .businessDays, megawatts: "10", price: "15.03")
        let contract = try Self.contract(availability: .percent(percent), evening)
        #expect(try Self.total(of: contract).money.decimal(places: 2) == expected)
    }

    @Test("counts an availability as one only where the rule says from where")
    func countsAsOne() throws {
        let rule = AvailabilityRule(squaredBelow: .percent(85), countsAsOneFrom: .percent(95))
        #expect(try rule.factor(of: .percent(95)) == .one)
        #expect(try rule.factor(of: .percent(94)) == .percent(94))
        #expect(try AvailabilityRule.ercot.factor(of: .percent(95)) == .percent(95))
    }

    @Test("performance and tests cut the payment, down to nothing")
    func cutsPayment() throws {
        let evening = try Self.period("TP5", 20...22, .businessDays, megawatts: "10", price: "15.03")
        let cut = try Self.contract(performance: .percent(90), tests: .percent(50), evening)
        #expect(try Self.total(of: cut).money.decimalSixPlaces == "8319.105000")
        #expect(try Self.total(of: cut, share: .percent(75)).money.decimal(places: 2) == "6239.33")
        #expect(try Self.total(of: Self.contract(tests: .zero, evening)).money == .zero)
    }

    @Test("an accrual says its period and the exact rate it was paid at")
    func saysRate() throws {
        let contract = try Self.contract(
            availability: .percent(80),
            Self.period("TP5", 20...22, .businessDays, megawatts: "10", price: "15.03"))
        let interval = SettlementInterval(containing: try instant("2026-10-01T19:00:00-05:00"))
        let accrual = try #require(try contract.accrual(in: interval, holidays: []))
        #expect(accrual.period.name == "TP5")
        #expect(accrual.rate == Fraction(whole: 9_619_200))
        #expect(accrual.amount.decimalSixPlaces == "24.048000")
    }

    @Test(
        "finds the period by the market's hours, its weekdays and its holidays",
        arguments: [
            ("2026-10-01T05:00:00-05:00", "TP1"), ("2026-10-01T08:59:59-05:00", "TP1"),
            ("2026-10-01T04:59:59-05:00", nil), ("2026-10-01T09:00:00-05:00", nil),
            ("2026-10-03T06:00:00-05:00", "TP6"),  // Saturday.
            ("2026-11-26T06:00:00-06:00", "TP6"),  // Thursday, and a holiday.
            ("2026-11-25T06:00:00-06:00", "TP1"), ("2026-09-30T23:59:59-05:00", nil),
            ("2026-12-01T06:00:00-06:00", nil), ("2026-11-30T22:00:00-06:00", nil),
            ("2026-11-30T21:59:59-06:00", "TP5"),
        ] as [(String, String?)])
    func findsPeriods(text: String, name: String?) throws {
        let contract = try Self.contract(
            Self.period("TP1", 6...9, .businessDays, megawatts: "1", price: "1"),
            Self.period("TP5", 20...22, .businessDays, megawatts: "1", price: "1"),
            Self.period("TP6", 6...9, .otherDays, megawatts: "1", price: "1"))
        let interval = SettlementInterval(containing: try instant(text))
        #expect(contract.period(of: interval, holidays: try Self.holidays())?.name == name)
        #expect((try contract.accrual(in: interval, holidays: Self.holidays()) == nil) == (name == nil))
    }

    @Test("counts the repeated hour of the autumn day twice")
    func countsRepeatedHours() throws {
        let night = try Self.period("TP8", 2...2, .otherDays, megawatts: "1", price: "1")
        let sunday = try day("2026-11-01")
        let contract = EmergencyResponseContract(
            program: .ers10, firstDay: sunday, lastDay: sunday, periods: [night])
        #expect(try Self.total(of: contract).quarters == ["TP8": 8])
    }

    @Test("a contract whose last day comes before its first pays nothing")
    func paysNothing() throws {
        let contract = EmergencyResponseContract(
            program: .ers10, firstDay: try day("2026-11-02"), lastDay: try day("2026-11-01"),
            periods: [try Self.period("TP8", 1...24, .allDays, megawatts: "1", price: "1")])
        #expect(try Self.total(of: contract).money == .zero)
        let interval = SettlementInterval(containing: try instant("2026-11-01T12:00:00-06:00"))
        #expect(try contract.accrual(in: interval, holidays: []) == nil)
    }
}
