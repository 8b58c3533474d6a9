import GridMarket
import GridUnits
import Settlement
import SiteRecord
import Testing

@Suite("Canonical forms of settlement policies")
struct PolicyRecordTests {
    private static func full() throws -> SettlementPolicy {
        let period = try EmergencyResponsePeriod(
            name: "TP5", hoursEnding: 20...22, days: .businessDays, capacity: .megawatts(10),
            price: CapacityPrice(decimal: "15.03"))
        return try SettlementPolicy(
            emergencyResponse: [
                EmergencyResponseContract(
                    program: .ers30, firstDay: day("2026-10-01"), lastDay: day("2026-11-30"),
                    availabilityFactor: .percent(80), performanceFactor: .percent(97),
                    testFactor: .percent(50),
                    availabilityRule: AvailabilityRule(
                        squaredBelow: .percent(85), countsAsOneFrom: .percent(95)),
                    periods: [period])
            ],
            coincidentPeak: [
                CoincidentPeakTerms(
                    firstDay: day("2026-01-01"), lastDay: day("2026-12-31"), peaksPerYear: 12,
                    intervalMinutes: 30, ratePerMegawattYear: .dollars(50_000), normalLoad: .megawatts(100),
                    minimumBillingShare: Fraction(1, over: 3),
                    peaks: [.init(start: noon, isPublished: true)])
            ],
            holidays: [day("2026-11-26")],
            baselines: [.nonSpin: .fiveMinuteAverage],
            defaultBaseline: .middleEightOfTen, maximumBaseLoad: .megawatts(7),
            adjustmentWindow: .seconds(3_600), readingUncertainty: .percent(2), rebuildAfter: .seconds(900),
            meter: "poi \"1\"")
    }

    @Test("policies are read back as they were")
    func policies() throws {
        for policy in [try Self.full(), .standard] {
            let bytes = policy.canonicalBytes
            let again = try SettlementPolicy(recorded: CanonicalValue(parsing: bytes))
            #expect(again == policy)
            #expect(again.canonicalBytes == bytes)
        }
    }

    @Test("every day kind has a name that is read back", arguments: EmergencyResponsePeriod.Days.allCases)
    func dayKinds(days: EmergencyResponsePeriod.Days) throws {
        let period = EmergencyResponsePeriod(
            name: "TP", hoursEnding: 1...24, days: days, capacity: .zero, price: .zero)
        #expect(
            try EmergencyResponsePeriod(recorded: CanonicalValue(parsing: period.canonicalBytes)) == period)
    }

    @Test("a dated contract is read back as it was, with the day of the market on which it begins")
    func contract() throws {
        let block = BlockContract(
            quantity: .megawatts(100), price: .dollarsPerMegawattHour(30), hasResale: true)
        let terms = try ContractTerms(
            qseShare: .percent(85), lossFactor: Fraction(1_023, over: 1_000),
            adder: EnergyPrice(decimal: "3.25"), resaleFee: EnergyPrice(decimal: "-0.5"), block: block)
        let start = MarketTimeZone.centralPrevailing.startOfDay(try day("2026-07-01"))
        for contract in [DatedContract(from: start, terms), DatedContract(from: start, ContractTerms())] {
            let bytes = contract.canonicalBytes
            #expect(String(decoding: bytes, as: UTF8.self).hasPrefix(#"{"from":"2026-07-01","#))
            #expect(try DatedContract(recorded: CanonicalValue(parsing: bytes)) == contract)
        }
    }

    @Test("hours in the wrong order are not trapped on")
    func survivesHours() throws {
        let record = CanonicalValue.object([
            .init("name", .text("TP")), .init("first_hour_ending", .text("9")),
            .init("last_hour_ending", .text("6")), .init("days", .text("all_days")), .init("mw", .text("1")),
            .init("usd_per_mw_h", .text("1")),
        ])
        #expect(try EmergencyResponsePeriod(recorded: record).hoursEnding == 9...9)
    }
}
