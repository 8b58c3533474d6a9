import CurtailTesting
import GridMarket
import GridUnits
import Testing

@testable import Settlement

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

    @Test("a billed minimum caps the saving")
    func billsTheMinimum() throws {
        let terms = try Self.terms(minimum: Fraction(3, over: 4))
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
        // (normal - mean of the peaks, or the minimum that is billed) × rate.
        let mean = try Fraction(demands.reduce(0) { $0 + Int128($1.microwatts) }, over: Int128(count))
        let floor = try Fraction(whole: Int128(normal.microwatts)).times(minimum)
        let saved = try Fraction(whole: Int128(normal.microwatts)).minus(max(mean, floor))
        let year = try Money(rounding: saved.times(Fraction(50_000, over: 1_000_000)))
        let sum = try demands.reduce(Money.zero) { sum, demand in
            try sum + terms.saving(consumed: SettlementInterval.energy(at: demand), baseline: .zero)
        }
        #expect(sum.microdollars <= year.microdollars + Int64(count))
        guard minimum == .zero else { return }
        #expect((sum - year).microdollars.magnitude <= UInt64(count))
    }

    @Test("throws when an amount does not fit instead of clamping it")
    func throwsWhenTooLarge() throws {
        let terms = try Self.terms()
        #expect(throws: AmountOutOfRange.self) {
            try terms.saving(consumed: Energy(microwattSeconds: .max), baseline: .zero)
        }
    }
}
