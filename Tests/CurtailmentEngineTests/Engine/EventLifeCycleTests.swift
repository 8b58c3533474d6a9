import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Testing

@Suite("Life of a curtailment event")
struct EventLifeCycleTests {
    private static let old: [(name: String, count: Int, joulesPerTerahash: Int128)] = [("old", 4, 25)]

    private func states(_ site: EngineHarness) -> [CurtailmentEvent.State] {
        site.outputs.compactMap { $0.event?.state }
    }

    @Test("goes from pending over active and restoring to completed")
    func wholeLife() {
        var site = EngineHarness(.example(groups: Self.old, ramp: .watts(3_500)))
        site.price(8_000)
        site.advance(seconds: 300)
        site.price(1_000)
        site.advance(seconds: 240)
        #expect(states(site) == [.pending, .active, .restoring, .completed])
        #expect(site.engine.event == nil)
        let last = site.outputs.compactMap(\.event).last
        #expect(last?.endedAt == site.utc && last?.lowestConfirmed == .zero && last?.failedUnits == 0)
    }

    @Test("groups that join do not split it, and its programs stand in the order in which they joined")
    func joining() {
        var site = EngineHarness(.example(groups: [("new", 2, 15), ("old", 2, 25)]))
        site.price(8_000)
        site.command(.curtail(.everything, for: nil))
        site.price(50_000)
        site.command(.release)
        site.price(13_000)
        site.price(1_000)
        #expect(Set(site.outputs.compactMap { $0.event?.id }) == [1])
        #expect(site.outputs.compactMap(\.event).last?.programs == [.price, .manual])
    }

    @Test("units that never follow make it complete with failures, after its patience")
    func failures() {
        var site = EngineHarness(.example(groups: Self.old))
        site.deafUnits = [1]
        site.price(8_000)
        site.advance(seconds: 46)
        site.poll()
        #expect(site.engine.event?.failedUnits == 1)
        #expect(site.engine.alarms.map(\.kind) == [.unitsNotFollowing])
        site.price(1_000)
        site.poll()
        #expect(site.outputs.compactMap(\.event).last?.state == .completedWithFailures)
    }

    @Test("a unit that does not come back holds it open for fifteen minutes and no longer")
    func givesUp() {
        var site = EngineHarness(.example(groups: Self.old))
        site.price(8_000)
        site.deafUnits = [2]
        site.price(1_000)
        site.advance(seconds: 899)
        #expect(site.engine.event?.state == .restoring)
        site.advance(seconds: 1)
        #expect(site.engine.event == nil)
    }

    @Test("begun in shadow it is marked so, and becomes real with the first command")
    func shadowThenArmed() {
        var site = EngineHarness(.example(groups: Self.old, mode: .shadow))
        site.price(8_000)
        #expect(site.engine.event?.isShadow == true && site.engine.event?.state == .active)
        let armed = site.command(.arm)
        #expect(armed.event?.isShadow == false && armed.event?.state == .pending)
        site.price(1_000)
        let last = site.outputs.compactMap(\.event).last
        #expect(last?.state == .completed && last?.isShadow == false)
    }

    @Test("a shadow event ends as one when the price falls")
    func shadowEnds() {
        var site = EngineHarness(.example(groups: Self.old, mode: .shadow))
        site.price(8_000)
        site.price(1_000)
        let last = site.outputs.compactMap(\.event).last
        #expect(last?.isShadow == true && last?.state == .completed)
    }

    @Test("disarmed, the units that sleep keep it open; nothing is called restoring that is not")
    func disarmed() {
        var site = EngineHarness(.example(groups: Self.old))
        site.price(8_000)
        site.command(.disarm)
        site.price(1_000)
        #expect(site.engine.event?.state == .active && site.engine.event?.isShadow == false)
        site.command(.arm)
        #expect(site.engine.event == nil && site.asleep.isEmpty)
    }

    @Test("what holds the load down is always the present figure, though only changes make decisions")
    func presentFigures() {
        var site = EngineHarness(.example(groups: Self.old))
        let first = site.price(8_000).decision
        let second = site.price(500_000)
        #expect(first != nil && second.decision == nil)
        #expect(site.engine.holding.winner?.figures.first?.value == "5000.00")
        site.command(.curtail(.everything, for: nil))
        #expect(site.engine.holding.runnerUp?.program == .price)
    }

    @Test("a unit that comes and goes while nothing holds the load makes no decision")
    func noNoise() {
        var site = EngineHarness(.example(groups: Self.old))
        site.price(8_000)
        site.price(1_000)
        let decisions = site.outputs.compactMap(\.decision).count
        for _ in 0..<20 {
            site.advance(seconds: 30)
            site.read(0, .unreachable("timed out"))
            site.read(0, .unreachable("timed out"))
            site.read(0, .drawing(.watts(3_500), .running))
        }
        #expect(site.outputs.compactMap(\.decision).count == decisions)
    }

    @Test("units that do not follow are reminded once a minute, and no others")
    func reminders() {
        var site = EngineHarness(.example(groups: Self.old))
        site.deafUnits = [3]
        site.price(8_000)
        site.advance(seconds: 45)
        site.poll()
        let before = site.outputs.count
        for _ in 0..<20 {
            site.advance(seconds: 30)
            site.poll()
            site.price(8_000)
        }
        let orders = site.outputs.dropFirst(before).flatMap(\.orders)
        #expect(orders.allSatisfy { $0.units == [3] && $0.action == .sleep && $0.urgency == .recorded })
        #expect((8...10).contains(orders.count), "\(orders.count) in ten minutes")
    }

    @Test("overridden, a price that stops is stale and alarmed all the same")
    func staleWhileOverridden() {
        var site = EngineHarness(.example(groups: Self.old))
        site.price(8_000)
        site.command(.override(.price, for: .seconds(7_200)))
        site.advance(seconds: 1_800)
        #expect(site.engine.alarms.map(\.kind) == [.priceStale] && site.asleep.isEmpty)
        site.price(1_000)
        #expect(site.engine.alarms.isEmpty)
    }

    @Test("a price that never comes is an alarm and curtails nothing, whatever the stance")
    func neverAPrice() {
        var policy = SitePolicy.example(groups: Self.old)
        policy.price?.stance = .curtail
        var site = EngineHarness(policy)
        site.advance(seconds: 1_800)
        #expect(site.engine.alarms.map(\.kind) == [.priceStale] && site.asleep.isEmpty)
    }

    @Test("an old 15-minute price does not stand before a later SCED price")
    func laterSced() {
        var site = EngineHarness(.example(groups: Self.old))
        site.price(8_000)
        site.advance(seconds: 1_500)
        site.price(1_000, market: .sced)
        site.advance(seconds: 900)
        #expect(site.asleep.isEmpty && site.engine.alarms.isEmpty)
    }
}
