import GridMarket
import GridUnits
import Settlement
import Testing

@Suite("SettlementPolicy")
struct SettlementPolicyTests {
    @Test("by default all capacity revenue is the site's, and its units are read")
    func standard() throws {
        let policy = SettlementPolicy.standard
        let terms = ContractTerms()
        #expect(terms.qseShare == .one && terms.lossFactor == .one)
        #expect(terms.adder == .zero && terms.resaleFee == .zero && terms.block == nil)
        #expect(policy.emergencyResponse.isEmpty && policy.coincidentPeak.isEmpty)
        #expect(policy.baseline(of: .nonSpin) == .readings)
        #expect(policy.rebuildAfter == .seconds(10_800))
        #expect(try policy.readingUncertainty == Fraction(1, over: 20))
    }

    @Test("a program has its own baseline method where one is named, else the default")
    func findsBaselines() {
        let policy = SettlementPolicy(
            baselines: [.nonSpin: .fiveMinuteAverage, .ers30: .maximumBaseLoad],
            defaultBaseline: .meterBeforeAfter)
        #expect(policy.baseline(of: .nonSpin) == .fiveMinuteAverage)
        #expect(policy.baseline(of: .ers30) == .maximumBaseLoad)
        #expect(policy.baseline(of: .ers10) == .meterBeforeAfter)
    }

    @Test("holidays and peaks have one order, whatever order they came in")
    func normalises() throws {
        let days = try ["2026-11-26", "2026-07-03", "2026-11-26"].map(day)
        let policy = SettlementPolicy(holidays: days)
        #expect(policy.holidays.map(\.description) == ["2026-07-03", "2026-11-26"])
        let terms = CoincidentPeakTerms(
            firstDay: days[1], lastDay: days[0], peaksPerYear: 4, intervalMinutes: 15,
            ratePerMegawattYear: .dollars(50_000), normalLoad: nil,
            peaks: [
                .init(start: noon.advanced(bySeconds: 900), isPublished: false),
                .init(start: noon, isPublished: true),
            ])
        #expect(terms.peaks.map(\.isPublished) == [true, false])
    }
}
