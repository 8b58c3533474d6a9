import GridUnits
import Testing

@testable import SiteDemo

@Suite("SyntheticDay")
struct SyntheticDayTests {
    @Test(
        "has 96 prices: a cheap night, a negative noon, more than 2,000 dollars in the late afternoon, and back"
    )
    func hasItsShape() {
        let prices = SyntheticDay.prices
        #expect(prices.count == 96)
        #expect(
            prices[0..<32].allSatisfy { $0 > .dollarsPerMegawattHour(10) && $0 < .dollarsPerMegawattHour(40) }
        )
        #expect(prices[48] < .dollarsPerMegawattHour(0))
        #expect(prices.max() == .dollarsPerMegawattHour(2_480))
        #expect(prices.firstIndex { $0 > .dollarsPerMegawattHour(2_000) } == 67)
        #expect(prices[95] < .dollarsPerMegawattHour(40))
    }

    @Test("is the same day to the cent every time")
    func isDeterministic() {
        let sum = SyntheticDay.prices.reduce(Int64(0)) { $0 + $1.microdollarsPerMegawattHour }
        #expect(sum % 10_000 == 0)
        #expect(SyntheticDay.prices[61] == .centsPerMegawattHour(7_800))
        #expect(SyntheticDay.prices[73] == .centsPerMegawattHour(147_334))
    }

    @Test("begins at midnight in Texas")
    func beginsAtMidnight() {
        #expect(SyntheticDay.midnight.seconds == "2026-08-19T05:00:00Z")
        #expect(SyntheticDay.timeOfDay(SyntheticDay.start(ofQuarter: 67)) == "16:45:00")
        #expect(SettlementInterval(containing: SyntheticDay.midnight).key().operatingDay == SyntheticDay.date)
    }
}
