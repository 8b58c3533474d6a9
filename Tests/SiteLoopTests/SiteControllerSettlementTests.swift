import GridMarket
import SiteLoop
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement
import Testing

/// Four units of 3.5 kW at 25 J/TH and 45 $/PH/day: break-even 75 $/MWh, 0.0035 MWh in 15 minutes.
@Suite("Settlement of a controlled site")
struct SiteControllerSettlementTests {
    private static let quarter: Int64 = 900

    /// Curtailed from the first moment, by hand, and asleep at once.
    private func curtailed(_ policy: SitePolicy = .example(groups: [("old", 4, 25)])) -> ControlledSite {
        var site = ControlledSite(policy)
        site.command(.curtail(.everything, for: nil))
        site.read(0..<4, watts: 0)
        site.clock.advance(to: SettlementInterval(containing: site.clock.utc).end)
        site.pass()
        return site
    }

    private func sum(_ site: ControlledSite, _ kind: Claim.Kind) -> Money {
        site.claims.filter { $0.kind == kind && !$0.isShadow }.reduce(.zero) { $0 + $1.amount }
    }

    @Test("a day of prices gives the money that is computed by hand")
    func day() {
        var site = curtailed()
        let start = SettlementInterval(containing: site.clock.utc).start
        var expected = Money.zero
        for number in 0..<20 {
            site.clock.advance(to: start.advanced(bySeconds: Int64(number + 1) * Self.quarter))
            site.pass()
            let cents = Int64(number - 3) * 1_000
            site.price(cents)
            expected += Money(microdollars: cents * 35)  // 0.0035 MWh × cents × 10,000 microdollars
        }
        #expect(sum(site, .energyAvoided) == expected)
        #expect(sum(site, .lostHash) == Money(microdollars: -262_500 * 20))
        #expect(site.controller.today.totals.claims.energyAvoided == expected)
        #expect(
            site.controller.today.totals.curtailed
                == Energy(microwattSeconds: 20 * 12_600_000 * 1_000_000))
    }

    @Test("a price may come before the end of its interval or hours after it")
    func priceTiming() {
        var site = curtailed()
        let start = SettlementInterval(containing: site.clock.utc).start
        site.price(10_000, start: start)
        #expect(site.claims.isEmpty)
        site.clock.advance(to: start.advanced(bySeconds: Self.quarter))
        site.advance(seconds: 2)
        #expect(sum(site, .energyAvoided) == Money(microdollars: 350_000))
        site.clock.advance(to: start.advanced(bySeconds: 9 * Self.quarter))
        site.pass()
        #expect(site.claims.count == 2)
        site.price(20_000, start: start.advanced(bySeconds: Self.quarter))
        #expect(sum(site, .energyAvoided) == Money(microdollars: 1_050_000))
    }

    @Test("a corrected price settles its interval anew and the day's sums follow; an equal one does nothing")
    func correction() {
        var site = curtailed()
        let start = SettlementInterval(containing: site.clock.utc).start
        site.clock.advance(to: start.advanced(bySeconds: Self.quarter))
        site.pass()
        site.price(10_000, start: start)
        site.price(10_000, start: start)
        site.controller.finish()
        #expect(site.claims.count == 2)
        site.price(6_000, start: start)
        site.controller.finish()
        // Lost hash is what it was: only the energy is worth another amount.
        #expect(site.claims.count == 3)
        #expect(
            site.claims.filter { $0.kind == .energyAvoided }.map(\.amount.microdollars) == [350_000, 210_000])
        #expect(site.controller.today.totals.claims.energyAvoided == Money(microdollars: 210_000))
        #expect(site.controller.today.totals.claims.lostHash == Money(microdollars: 262_500))
    }

    @Test("lost hash is worth the hashprice in force at the end of the interval")
    func hashpriceChange() {
        var site = curtailed()
        let start = SettlementInterval(containing: site.clock.utc).start
        site.clock.advance(to: start.advanced(bySeconds: Self.quarter))
        site.pass()
        site.signal(.hashprice(HashpriceSignal(dollarsPerPetahashDay: .dollars(90))))
        site.price(10_000, start: start)
        #expect(sum(site, .lostHash) == Money(microdollars: -262_500))
        site.clock.advance(to: start.advanced(bySeconds: 2 * Self.quarter))
        site.pass()
        site.price(10_000, start: start.advanced(bySeconds: Self.quarter))
        #expect(sum(site, .lostHash) == Money(microdollars: -262_500 - 525_000))
    }

    @Test("in shadow the claims are flagged, and none is in the day's sums")
    func shadow() {
        var site = ControlledSite(.example(groups: [("old", 4, 25)], mode: .shadow))
        site.read(0..<4, watts: 3_500)
        site.price(8_000)
        let start = SettlementInterval(containing: site.clock.utc).end
        site.clock.advance(to: start.advanced(bySeconds: Self.quarter))
        site.pass()
        site.price(10_000, start: start)
        #expect(site.claims.map(\.amount.microdollars) == [350_000, -262_500])
        #expect(!site.claims.contains { !$0.isShadow })
        #expect(site.controller.today.net == .zero)
        #expect(site.controller.today.totals.curtailed == .zero)
    }

    @Test("a restart values lost hash at the hashprice heard before it")
    func restartHashprice() {
        var memory = EngineMemory.blank
        memory.hashprice = .dollars(90)
        var site = ControlledSite(recovery: Recovery(memory: memory, asleep: []))
        site.command(.curtail(.everything, for: nil))
        site.read(0..<4, watts: 0)
        let start = SettlementInterval(containing: site.clock.utc).end
        site.clock.advance(to: start.advanced(bySeconds: Self.quarter))
        site.pass()
        site.price(10_000, start: start)
        #expect(sum(site, .lostHash) == Money(microdollars: -525_000))
    }

    @Test("a reload in the middle of an interval loses none of it")
    func reload() {
        var site = curtailed()
        let start = SettlementInterval(containing: site.clock.utc).start
        site.advance(seconds: 300)
        var policy = site.controller.engine.policy
        policy.name = "renamed"
        site.controller.replace(terms: PolicyRecord(policy: policy))
        site.clock.advance(to: start.advanced(bySeconds: Self.quarter))
        site.pass()
        site.price(10_000, start: start)
        #expect(sum(site, .energyAvoided) == Money(microdollars: 350_000))
    }

    @Test(
        "a step of the wall clock books the time that passed, not the step",
        arguments: [
            Int64(7_200), -7_200, 120,
        ])
    func clockStep(seconds: Int64) {
        var site = curtailed()
        let start = SettlementInterval(containing: site.clock.utc).start
        site.clock.advance(by: .seconds(300))
        site.clock.stepWallClock(by: .seconds(seconds))
        // The first to look at the clock is a reading, not the timer.
        site.read(0..<4, watts: 0)
        site.clock.advance(to: max(site.clock.utc, start.advanced(bySeconds: Self.quarter)))
        site.pass()
        for number in -20...20 {
            site.price(10_000, start: start.advanced(bySeconds: Int64(number) * Self.quarter))
        }
        let booked = site.claims.filter { $0.kind == .energyAvoided && $0.interval.start == start }
            .reduce(Energy.zero) { $0 + $1.energy }
        // Back by two hours, what is lived in closed intervals is not booked a second time.
        let expected: Int64 = seconds == 120 ? 780 : 300
        let watts: Int64 = 14_000
        #expect(booked.microwattSeconds / 1_000_000 / Int128(watts) - Int128(expected) <= 1)
        #expect(booked.microwattSeconds >= Int128(expected - 1) * Int128(watts) * 1_000_000)
    }
}
