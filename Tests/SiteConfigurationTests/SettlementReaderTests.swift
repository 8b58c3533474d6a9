import CurtailTesting
import GridMarket
import SiteRecord
import CurtailmentEngine
import GridUnits
import Settlement
import Testing

@testable import SiteConfiguration

@Suite("SettlementReader")
struct SettlementReaderTests {
    private static func day(_ text: String) throws -> CalendarDate {
        try #require(CalendarDate(text: text))
    }

    /// Economics with a loss factor and an adder, and a settlement section below it; no price program.
    private static func site(_ settlement: String, price: Bool = false) -> String {
        """
        site: {name: demo, settlement_point: LZ_WEST, settlement_point_type: LZEW}
        economics: {hashprice_usd_per_ph_day: 45, loss_factor: 1.02, adder_usd_per_mwh: 1.5}
        \(price ? "price: {}" : "underfrequency: {arming: always}")
        groups: [{name: a, driver: simulated, count: 10, unit_w: 1000000, value_usd_per_mwh: 90}]
        \(settlement)
        """
    }

    @Test("is the standard with economics' terms when nothing is said")
    func defaults() throws {
        let base = ContractTerms(
            lossFactor: .percent(102), adder: EnergyPrice(microdollarsPerMegawattHour: 1_500_000))
        for text in ["", "settlement: {}"] {
            let configuration = try Sample.parse(Self.site(text))
            #expect(configuration.settlement == .standard)
            #expect(configuration.policy.economics.base == base)
        }
        let bare = try Sample.parse(Sample.smallest)
        #expect(bare.settlement == .standard && bare.policy.economics.base == ContractTerms())
    }

    @Test(
        "measures by the meter where one is named, unless a baseline is given",
        arguments: [
            ("{}", BaselineMethod.readings), ("{meter: main}", .meterBeforeAfter),
            ("{meter: main, baseline: readings}", .readings),
            ("{meter: main, baseline: middle_8_of_10}", .middleEightOfTen),
        ])
    func baseline(settlement: String, method: BaselineMethod) throws {
        #expect(try Sample.parse(Self.site("settlement: \(settlement)")).settlement.defaultBaseline == method)
    }

    @Test("reads every key")
    func everything() throws {
        let text = Self.site(
            """
            settlement:
              meter: '1044372000'
              baseline: meter_before_after
              baselines: {ers_30: maximum_base_load, non_spin: five_minute_average}
              maximum_base_load_mw: 7.5
              adjustment_window_s: 0
              reading_uncertainty: 0.02
              rebuild_after_s: 60
              holidays: [2026-12-25, 2026-11-26]
              contracts:
                - {from: 2025-01-01, qse_share: 0.9, loss_factor: 1, adder_usd_per_mwh: -1}
                - from: 2026-01-01
                  resale_fee_usd_per_mwh: 0.25
                  block: {mw: 6, usd_per_mwh: 30, resale: true}
              ers:
                - program: ers_30
                  from: 2026-10-01
                  to: 2026-11-30
                  availability_factor: 0.97
                  performance_factor: 0.99
                  test_factor: 0.5
                  squared_below: 0.8
                  counts_as_one_from: 0.95
                  periods:
                    - {name: TP1, first_hour_ending: 6, last_hour_ending: 9, days: business_days, mw: 2, usd_per_mw_h: 5.15}
                    - {name: TP6, first_hour_ending: 6, last_hour_ending: 9, days: other_days, mw: 1, usd_per_mw_h: 0.5}
              coincident_peak:
                - from: 2026-06-01
                  to: 2026-09-30
                  peaks_per_year: 12
                  interval_min: 30
                  usd_per_mw_year: 50000
                  normal_mw: 10
                  minimum_billing_share: 0.3
                  peak_intervals: [{start: '2026-07-30T16:30:00-05:00'}, {start: '2026-06-18T21:30:00Z', published: false}]
            """)
        let configuration = try Sample.parse(text)
        #expect(configuration.settlement == (try Self.everything()))
        #expect(configuration.policy.economics.contracts == (try Self.contracts()))
        #expect(configuration.warnings.isEmpty)
        #expect(configuration.digestInput == Array(text.utf8))
    }

    private static func contracts() throws -> [DatedContract] {
        func start(_ text: String) throws -> UTCInstant {
            MarketTimeZone.centralPrevailing.startOfDay(try day(text))
        }
        return [
            DatedContract(
                from: try start("2025-01-01"),
                ContractTerms(qseShare: .percent(90), adder: .dollarsPerMegawattHour(-1))),
            DatedContract(
                from: try start("2026-01-01"),
                ContractTerms(
                    lossFactor: .percent(102), adder: EnergyPrice(microdollarsPerMegawattHour: 1_500_000),
                    resaleFee: .centsPerMegawattHour(25),
                    block: BlockContract(
                        quantity: .megawatts(6), price: .dollarsPerMegawattHour(30), hasResale: true))),
        ]
    }

    private static func everything() throws -> SettlementPolicy {
        let periods = [
            EmergencyResponsePeriod(
                name: "TP1", hoursEnding: 6...9, days: .businessDays, capacity: .megawatts(2),
                price: CapacityPrice(stored: 5_150_000)),
            EmergencyResponsePeriod(
                name: "TP6", hoursEnding: 6...9, days: .otherDays, capacity: .megawatts(1),
                price: CapacityPrice(stored: 500_000)),
        ]
        return SettlementPolicy(
            emergencyResponse: [
                EmergencyResponseContract(
                    program: .ers30, firstDay: try day("2026-10-01"), lastDay: try day("2026-11-30"),
                    availabilityFactor: .percent(97), performanceFactor: .percent(99),
                    testFactor: .percent(50),
                    availabilityRule: AvailabilityRule(
                        squaredBelow: .percent(80), countsAsOneFrom: .percent(95)), periods: periods)
            ],
            coincidentPeak: [
                CoincidentPeakTerms(
                    firstDay: try day("2026-06-01"), lastDay: try day("2026-09-30"), peaksPerYear: 12,
                    intervalMinutes: 30, ratePerMegawattYear: .dollars(50_000), normalLoad: .megawatts(10),
                    minimumBillingShare: .percent(30),
                    peaks: [
                        CoincidentPeakTerms.Peak(
                            start: try #require(UTCInstant(rfc3339: "2026-07-30T21:30:00Z")),
                            isPublished: true),
                        CoincidentPeakTerms.Peak(
                            start: try #require(UTCInstant(rfc3339: "2026-06-18T21:30:00Z")),
                            isPublished: false),
                    ])
            ],
            holidays: [try day("2026-11-26"), try day("2026-12-25")],
            baselines: [.nonSpin: .fiveMinuteAverage, .ers30: .maximumBaseLoad],
            defaultBaseline: .meterBeforeAfter, maximumBaseLoad: .kilowatts(7_500),
            adjustmentWindow: .zero, readingUncertainty: .percent(2), rebuildAfter: .seconds(60),
            meter: "1044372000")
    }

    @Test("replaces lists of an earlier file and keeps its single values")
    func layering() throws {
        let folder = try TemporaryDirectory()
        let main = try folder.write(
            Self.site("settlement: {meter: main, holidays: [2026-11-26]}"), to: "curtaild.yaml")
        try folder.write("settlement: {holidays: [2026-12-25]}\n", to: "conf.d/a.yaml")
        let settlement = try SiteConfiguration.load(path: main, in: Sample.context).settlement
        #expect(settlement.meter == "main")
        #expect(settlement.holidays == [try Self.day("2026-12-25")])
    }

    @Test(
        "curtailment is decided by the contracts that settle, with the terms of economics where they say none"
    )
    func decidesByContract() throws {
        let text = Self.site(
            """
            settlement:
              contracts:
                - {from: 2026-03-09, loss_factor: 1.03, qse_share: 0.8}
                - {from: 2026-07-01}
            """, price: true)
        let configuration = try Sample.parse(text)
        let adder = EnergyPrice(microdollarsPerMegawattHour: 1_500_000)
        #expect(
            configuration.policy.economics.contracts == [
                // Midnight in Texas, both in summer time.
                DatedContract(
                    from: try #require(UTCInstant(rfc3339: "2026-03-09T05:00:00Z")),
                    ContractTerms(qseShare: .percent(80), lossFactor: .percent(103), adder: adder)),
                DatedContract(
                    from: try #require(UTCInstant(rfc3339: "2026-07-01T05:00:00Z")),
                    ContractTerms(lossFactor: .percent(102), adder: adder)),
            ])
        #expect(configuration.warnings.isEmpty)
    }

    @Test("a site without contracts decides by its economics for ever")
    func decidesByEconomics() throws {
        #expect(try Sample.parse(Self.site("", price: true)).policy.economics.contracts.isEmpty)
    }
}
