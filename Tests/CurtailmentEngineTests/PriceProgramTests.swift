import CurtailTesting
import CurtailmentEngine
import GridMarket
import GridUnits
import SiteRecord
import Testing

/// Break-evens in these tests: 45 $/PH/day at 18 J/TH is 104.166667, at 25 J/TH 75, at 15 J/TH 125 $/MWh.
@Suite("PriceProgram")
struct PriceProgramTests {
    @Test(
        "curtails strictly above break-even and restores at it",
        arguments: [
            (7_500, 0), (7_501, 4), (7_499, 0), (-5_000, 0), (500_000, 4),
        ])
    func strictlyAbove(cents: Int64, asleep: Int) {
        var site = EngineHarness(.example(groups: [("old", 4, 25)]))
        site.price(cents)
        #expect(site.asleep.count == asleep)
    }

    @Test("sheds only the groups whose break-even is below the price, worst joules per terahash first")
    func partialShed() {
        var site = EngineHarness(.example(groups: [("new", 2, 15), ("old", 3, 25)]))
        let output = site.price(10_000)
        #expect(site.asleep == [2, 3, 4])
        #expect(output.orders.map(\.units) == [[2, 3, 4]])
        #expect(output.orders.map(\.urgency) == [.recorded])
        site.price(13_000)
        #expect(site.asleep == [0, 1, 2, 3, 4])
        site.price(12_500)
        #expect(site.asleep == [2, 3, 4])
    }

    @Test("before the first price nothing is curtailed, and a day-ahead price never decides")
    func needsARealTimePrice() {
        var site = EngineHarness(.example())
        site.advance(seconds: 3_600)
        site.price(900_000, market: .dam)
        #expect(site.asleep.isEmpty)
    }

    @Test("a price of a span that has been over for as long as a price is young settles only")
    func latePricesDecideNothing() {
        var site = EngineHarness(.example())
        for (age, asleep) in [(86_400, 0), (1_800, 0), (1_799, 4)] as [(Int64, Int)] {
            site.price(900, of: .rtm, endedSecondsAgo: age, seconds: 900)
            #expect(site.asleep.count == asleep, "\(age)")
        }
    }

    @Test("a late price grows old from the end of its span, not from its receipt")
    func lateness() {
        var site = EngineHarness(.example())
        site.price(20, of: .rtm, endedSecondsAgo: 1_200, seconds: 900)
        site.advance(seconds: 599)
        #expect(site.engine.alarms.isEmpty)
        site.advance(seconds: 1)
        #expect(site.engine.alarms.map(\.kind) == [.priceStale])
    }

    @Test("a quarter's settlement price does not displace the SCED price of a later span")
    func dispatchPriceOutlastsEarlierQuarter() {
        var site = EngineHarness(.example())
        // SCED of 22:46:38 at 28.75, and at 22:56:38 the quarter that ended at 22:45 at 152.40.
        site.price(29, of: .sced, endedSecondsAgo: -300, seconds: 300)
        site.advance(seconds: 600)
        site.price(152, of: .rtm, endedSecondsAgo: 698, seconds: 900)
        #expect(site.asleep.isEmpty)
        // The quarter after it ends behind the SCED run, and its price is the newer one.
        site.advance(seconds: 300)
        site.price(152, of: .rtm, endedSecondsAgo: 98, seconds: 900)
        #expect(site.asleep.count == 4)
    }

    @Test("restores only at or below break-even minus the band")
    func hysteresis() {
        var policy = SitePolicy.example(groups: [("old", 4, 25)])
        policy.price?.hysteresis = .dollarsPerMegawattHour(5)
        var site = EngineHarness(policy)
        site.price(8_000)
        site.price(7_001)
        #expect(site.asleep.count == 4)
        #expect(site.engine.holding.winner?.reason == .priceWithinHysteresis)
        site.price(7_000)
        #expect(site.asleep.isEmpty)
    }

    @Test("stays down for the shortest time down, then restores by its own timer")
    func minimumDown() {
        var policy = SitePolicy.example(groups: [("old", 4, 25)])
        policy.price?.minimumDown = .seconds(900)
        var site = EngineHarness(policy)
        site.price(8_000)
        site.advance(seconds: 300)
        site.price(1_000)
        #expect(site.asleep.count == 4)
        #expect(site.engine.holding.winner?.reason == .priceMinimumDown)
        site.advance(seconds: 599)
        #expect(site.asleep.count == 4)
        site.advance(seconds: 1)
        #expect(site.asleep.isEmpty)
    }

    @Test("stays up for the shortest time up, though both dwells are met at the start")
    func minimumUp() {
        var policy = SitePolicy.example(groups: [("old", 4, 25)])
        policy.price?.minimumUp = .seconds(900)
        var site = EngineHarness(policy)
        site.price(8_000)
        #expect(site.asleep.count == 4)
        site.price(1_000)
        site.advance(seconds: 60)
        site.price(8_000)
        #expect(site.asleep.isEmpty)
        site.advance(seconds: 840)
        #expect(site.asleep.count == 4)
    }

    @Test(
        "curtails only when the gain over the shortest curtailment exceeds the restart cost",
        arguments: [
            (11_499, false), (11_500, false), (11_501, true),
        ])
    func restartCost(cents: Int64, isCurtailed: Bool) {
        var policy = SitePolicy.example(groups: [("old", 4, 25)])
        // (115 − 75) $/MWh × 0.25 h is 10 $/MW exactly.
        policy.price?.restartCostPerMegawatt = .dollars(10)
        var site = EngineHarness(policy)
        site.price(cents)
        #expect(site.asleep.isEmpty == !isCurtailed)
    }

    @Test("prefers a fresh SCED price and falls back to the 15-minute price when it is old")
    func livePriceChoice() {
        var site = EngineHarness(.example(groups: [("old", 4, 25)]))
        site.price(1_000)
        site.price(8_000, market: .sced)
        #expect(site.asleep.count == 4)
        site.advance(seconds: 599)
        site.price(1_000)
        #expect(site.asleep.count == 4)
        site.advance(seconds: 1)
        #expect(site.asleep.isEmpty)
    }

    @Test(
        "takes its configured stance when the price is stale",
        arguments: [
            (Stance.hold, 4), (.release, 0), (.curtail, 4),
        ])
    func stale(stance: Stance, asleep: Int) {
        var policy = SitePolicy.example(groups: [("old", 4, 25)])
        policy.price?.stance = stance
        var site = EngineHarness(policy)
        site.price(8_000)
        site.advance(seconds: 1_799)
        #expect(site.engine.alarms.isEmpty)
        site.advance(seconds: 1)
        #expect(site.engine.alarms.map(\.kind) == [.priceStale])
        #expect(site.asleep.count == asleep)
        site.price(1_000)
        #expect(site.engine.alarms.isEmpty)
        #expect(site.asleep.isEmpty)
    }

    @Test("an override runs against the price for its time and no longer")
    func override() {
        var site = EngineHarness(.example(groups: [("old", 4, 25)]))
        site.price(8_000)
        site.command(.override(.price, for: .seconds(600)))
        #expect(site.asleep.isEmpty)
        site.advance(seconds: 600)
        #expect(site.asleep.count == 4)
    }

    @Test("never runs while the price is above break-even", arguments: UInt64(0)..<50)
    func neverRunsAtALoss(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var site = EngineHarness(.example(groups: [("a", 2, 15), ("b", 2, 18), ("c", 2, 25)]))
        let breakEvenCents: [Double] = [12_500, 10_416.6667, 7_500]
        for _ in 0..<200 {
            site.advance(seconds: Int64.random(in: 1...600, using: &random))
            let cents = Int64.random(in: -5_000...20_000, using: &random)
            site.price(cents)
            for unit in 0..<6 {
                #expect(site.engine.wantsAsleep(unit) == (Double(cents) > breakEvenCents[unit / 2]))
            }
        }
    }

    @Test("adder and loss factor move the price that is compared")
    func marginalPrice() throws {
        var policy = SitePolicy.example(groups: [("old", 4, 25)])
        policy.economics.base.adder = .dollarsPerMegawattHour(5)
        policy.economics.base.lossFactor = try Fraction(102, over: 100)
        var site = EngineHarness(policy)
        site.price(6_862)  // 68.62 × 1.02 + 5 = 74.9924
        #expect(site.asleep.isEmpty)
        site.price(6_863)  // 75.0026
        #expect(site.asleep.count == 4)
    }

    @Test("the contract in force at the instant decides, and the start of the next one is an occasion to")
    func datedContracts() throws {
        var policy = SitePolicy.example(groups: [("old", 4, 25)])
        policy.price?.staleAfter = .seconds(86_400)
        let start = EngineHarness.epoch
        policy.economics.contracts = [
            DatedContract(
                from: start.advanced(bySeconds: 1_000),
                ContractTerms(lossFactor: .percent(102), adder: .dollarsPerMegawattHour(5))),
            DatedContract(
                from: start.advanced(bySeconds: 2_000), ContractTerms(lossFactor: .one, adder: .zero)),
        ]
        var site = EngineHarness(policy)
        site.price(6_900)  // 69.00, then 69 × 1.02 + 5 = 75.38, then 69.00 again; break-even is 75.
        #expect(site.asleep.isEmpty)
        #expect(site.engine.nextDeadline.map { $0.since(site.monotonic) } == .seconds(1_000))
        site.advance(seconds: 999)
        #expect(site.asleep.isEmpty)
        site.advance(seconds: 1)
        #expect(site.asleep.count == 4)
        #expect(site.engine.lastDecision?.winner?.figures.first?.value == "75.38")
        site.advance(seconds: 999)
        #expect(site.asleep.count == 4)
        site.advance(seconds: 1)
        #expect(site.asleep.isEmpty)
    }

    @Test("a step of the wall clock over the start of a contract decides by it at once")
    func contractAfterClockStep() throws {
        var policy = SitePolicy.example(groups: [("old", 4, 25)])
        policy.economics.contracts = [
            DatedContract(
                from: EngineHarness.epoch.advanced(bySeconds: 5_000),
                ContractTerms(lossFactor: .one, adder: .dollarsPerMegawattHour(10)))
        ]
        var site = EngineHarness(policy)
        site.price(7_000)
        #expect(site.asleep.isEmpty)
        let output = site.engine.handle(
            EngineInput(
                at: site.utc.advanced(bySeconds: 6_000), monotonic: site.monotonic,
                event: .clockStepped(byNanoseconds: 6_000_000_000_000)))
        #expect(output.decision?.sleeps.count == 4)
    }

    @Test("a policy is recorded by the keys and the texts of the file")
    func recordWithoutContracts() {
        let text = String(decoding: SitePolicy.example().canonicalBytes, as: UTF8.self)
        let economics =
            #""economics":{"hashprice_usd_per_ph_day":"45","pool_fee":"0","pue":"1","loss_factor":"1","#
            + #""adder_usd_per_mwh":"0"}"#
        #expect(text.contains(economics) && !text.contains("contracts"))
    }
}

extension EngineHarness {
    /// Gives the engine a price whose span ended so long ago; a negative age ends in the future.
    fileprivate mutating func price(
        _ dollars: Int64, of market: Market, endedSecondsAgo age: Int64, seconds: Int64
    ) {
        let end = utc.advanced(bySeconds: -age)
        let price = PriceSignal(
            market: market, point: engine.policy.settlementPoint.name, pointType: nil,
            start: end.advanced(bySeconds: -seconds), end: end, price: .dollarsPerMegawattHour(dollars))
        send(.signal(StampedSignal(signal: .price(price), source: "feed", at: utc)))
    }
}
