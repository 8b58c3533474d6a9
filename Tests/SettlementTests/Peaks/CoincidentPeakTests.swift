import GridMarket
import CurtailTesting
import GridUnits
import Settlement
import Testing

@Suite("CoincidentPeakTerms")
struct CoincidentPeakTests {
    private static func terms(
        peaks count: Int = 4, minutes: Int = 15, normal: Power? = .megawatts(100), minimum: Fraction = .zero,
        at starts: [UTCInstant] = []
    ) throws -> CoincidentPeakTerms {
        try CoincidentPeakTerms(
            firstDay: day("2025-06-01"), lastDay: day("2025-09-30"), peaksPerYear: count,
            intervalMinutes: minutes, ratePerMegawattYear: .dollars(50_000), normalLoad: normal,
            minimumBillingShare: minimum, peaks: starts.map { .init(start: $0, isPublished: false) })
    }

    @Test("a year saves the rate on what the mean of the peaks fell short of normal")
    func savesByTheMean() throws {
        let demands = [5, 5, 100, 5].map(Power.megawatts)
        let saving = try #require(
            try Self.terms().yearlySaving(demands: demands, normal: .megawatts(100)))
        #expect(saving.decimalSixPlaces == "3562500.000000")
        #expect(CoincidentPeakTerms.monthlyPart(of: saving).decimalSixPlaces == "296875.000000")
    }

    @Test(
        "one miss costs its part of the mean",
        arguments: [(4, "1187500.000000"), (12, "395833.333333")])
    func costsOfMisses(peaks: Int, cost: String) throws {
        let terms = try Self.terms(peaks: peaks)
        #expect(
            try terms.costOfMiss(drawn: .megawatts(100), possible: .megawatts(5)).decimalSixPlaces == cost)
    }

    @Test("each peak interval saves its part, and a missed one nothing")
    func savesByTheInterval() throws {
        let terms = try Self.terms()
        let savings = try [5, 5, 100, 5].map { megawatts in
            try terms.saving(consumed: SettlementInterval.energy(at: .megawatts(megawatts)), baseline: .zero)
        }
        #expect(savings == [1_187_500, 1_187_500, 0, 1_187_500].map(Money.dollars))
        let worse = try terms.saving(
            consumed: SettlementInterval.energy(at: .megawatts(104)), baseline: .zero)
        #expect(worse == .dollars(-50_000))
    }

    @Test("without a stated normal load, the interval's baseline is what would have been drawn")
    func fallsBackOnBaseline() throws {
        let saving = try Self.terms(normal: nil).saving(
            consumed: SettlementInterval.energy(at: .megawatts(5)),
            baseline: SettlementInterval.energy(at: .megawatts(85)))
        #expect(saving == .dollars(1_000_000))
    }

    @Test("a 30-minute peak is saved by halves in its two settlement intervals")
    func savesByHalves() throws {
        let start = try instant("2025-06-19T21:30:00Z")
        let terms = try Self.terms(minutes: 30, at: [start])
        let first = SettlementInterval(containing: start)
        #expect(terms.peak(of: first) != nil && terms.peak(of: first.next) != nil)
        #expect(terms.peak(of: first.next.next) == nil)
        let half = try terms.saving(
            consumed: SettlementInterval.energy(at: .megawatts(5)), baseline: .zero)
        #expect(half == .dollars(593_750))
    }

    @Test(
        "knows a peak by the interval it begins in, and only in its own year",
        arguments: [
            ("2025-06-19T21:45:00Z", true), ("2025-06-19T21:30:00Z", false), ("2025-06-19T22:00:00Z", false),
            ("2025-10-01T05:00:00Z", false),
        ])
    func knowsPeaks(text: String, isPeak: Bool) throws {
        let terms = try Self.terms(
            at: [instant("2025-06-19T21:45:00Z"), instant("2025-10-01T05:00:00Z")])
        let interval = SettlementInterval(containing: try instant(text))
        #expect((terms.peak(of: interval) != nil) == isPeak)
    }

    @Test("no year is added up before each of its peaks has a demand", arguments: [0, 3, 5])
    func waitsForAllPeaks(count: Int) throws {
        let demands = [Power](repeating: .megawatts(5), count: count)
        #expect(try Self.terms().yearlySaving(demands: demands, normal: .megawatts(100)) == nil)
    }

    @Test("a billed minimum caps the saving, by year and by interval")
    func billsTheMinimum() throws {
        let terms = try Self.terms(minimum: Fraction(3, over: 4))
        let none = [Power](repeating: .zero, count: 4)
        #expect(try terms.yearlySaving(demands: none, normal: .megawatts(100)) == .dollars(1_250_000))
        #expect(try terms.saving(consumed: .zero, baseline: .zero) == .dollars(312_500))
    }

    @Test("the savings of the peaks are never more than the saving of the year", arguments: UInt64(0)..<200)
    func promisesNoMore(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...12, using: &random)
        let normal = Power(microwatts: .random(in: 0...200_000_000_000_000, using: &random))
        let minimum = Fraction.percent(Int128(Int64.random(in: 0...100, using: &random)))
        let terms = try Self.terms(peaks: count, normal: normal, minimum: minimum)
        let demands = (0..<count).map { _ in
            Power(microwatts: .random(in: 0...250_000_000_000_000, using: &random))
        }
        let year = try #require(try terms.yearlySaving(demands: demands, normal: normal))
        let sum = try demands.reduce(Money.zero) { sum, demand in
            try sum + terms.saving(consumed: SettlementInterval.energy(at: demand), baseline: .zero)
        }
        #expect(sum.microdollars <= year.microdollars + Int64(count))
        guard minimum == .zero else { return }
        #expect((sum - year).microdollars.magnitude <= UInt64(count))
    }

    @Test("hunting costs the energy of every call at what it would have earned")
    func costsOfHunting() throws {
        let hunt = PeakHunt(calls: 52, span: .seconds(7_200), power: .megawatts(95))
        let cost = try hunt.cost(breakEven: exampleBreakEven(), price: .dollarsPerMegawattHour(60))
        #expect(cost.decimalSixPlaces == "324628.571429")
        #expect(try hunt.cost(breakEven: .zero, price: .dollarsPerMegawattHour(1)) == .dollars(-9_880))
    }

    @Test("throws when an amount does not fit instead of clamping it")
    func throwsWhenTooLarge() throws {
        let terms = try Self.terms()
        #expect(throws: AmountOutOfRange.self) {
            try terms.saving(consumed: Energy(microwattSeconds: .max), baseline: .zero)
        }
        #expect(throws: AmountOutOfRange.self) {
            try PeakHunt(calls: .max, span: .seconds(7_200), power: Power(stored: .max))
                .cost(breakEven: Fraction(whole: .max), price: .zero)
        }
    }
}
