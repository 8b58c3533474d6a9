import GridMarket
import SiteRecord
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Testing

@Suite("Recovery")
struct RecoveryTests {
    private static let old: [(name: String, count: Int, joulesPerTerahash: Int128)] = [("old", 4, 25)]

    @Test(
        "a price curtailment goes on, its dwell counted through the time down and on any clock",
        arguments: [
            Int64(0), -1_000_000, 5_000_000,
        ])
    func priceDwell(bootOffset: Int64) {
        var policy = SitePolicy.example(groups: Self.old)
        policy.price?.minimumDown = .seconds(900)
        var before = EngineHarness(policy)
        before.price(8_000)
        before.advance(seconds: 100)
        before.price(1_000)
        var site = before.restarted(after: 200, bootOffset: bootOffset)
        #expect(site.engine.event?.id == 1 && site.asleep.count == 4)
        #expect(site.engine.holding.winner?.reason == .priceMinimumDown)
        site.advance(seconds: 599)
        #expect(site.asleep.count == 4)
        site.advance(seconds: 1)
        #expect(site.asleep.isEmpty && site.engine.event == nil)
    }

    @Test(
        "a timed manual curtailment keeps its end, also past a boot of the host and a step of the wall clock")
    func manualWithTimeLeft() {
        var before = EngineHarness(.example(groups: Self.old))
        before.command(.curtail(.percent(50), for: .seconds(3_600)))
        before.advance(seconds: 600)
        var site = before.restarted(after: 1_000, bootOffset: -4_000_000)
        #expect(site.asleep.count == 2)
        site.advance(seconds: 1_999)
        #expect(site.asleep.count == 2)
        site.advance(seconds: 1)
        #expect(site.asleep.isEmpty)
        #expect(before.restarted(after: 3_000).asleep.isEmpty, "it ran out while nothing ran")
        before.send(.clockStepped(byNanoseconds: 3_600_000_000_000))
        #expect(before.engine.memory.manual?.until == before.utc.advanced(bySeconds: 3_000 + 3_600))
    }

    @Test("a trip awaits its recall through any number of restarts")
    func trip() {
        var site = EngineHarness(.example(groups: Self.old, underfrequency: .example))
        site.award(.watts(7_000), seconds: 600)
        site.frequency(FrequencyReport.crossed, millihertz: 59_690)
        site.frequency(FrequencyReport.recovered, millihertz: 59_990)
        for _ in 0..<3 { site = site.restarted(after: 7_200, bootOffset: 77) }
        #expect(site.asleep.count == 2)
        #expect(site.engine.holding.winner?.reason == .frequencyAwaitsRecall)
        site.recall()
        #expect(site.asleep.isEmpty)
    }

    @Test("an override keeps its end")
    func override() {
        var site = EngineHarness(.example(groups: Self.old))
        site.price(8_000)
        site.command(.override(.price, for: .seconds(600)))
        site = site.restarted(after: 100, bootOffset: 9)
        #expect(site.asleep.isEmpty)
        site.advance(seconds: 500)
        #expect(site.asleep.count == 4)
    }

    @Test("numbers go on counting, and the heard hashprice and the commanded mode stand")
    func counters() {
        var site = EngineHarness(.example(groups: Self.old, mode: .shadow))
        site.command(.arm)
        let hashprice = GridSignal.hashprice(HashpriceSignal(dollarsPerPetahashDay: .dollars(60)))
        site.send(.signal(StampedSignal(signal: hashprice, source: "pool", at: site.utc)))
        site.price(50_000)
        let last = site.engine.lastDecision?.id ?? 0
        var next = site.restarted()
        #expect(next.engine.mode == .armed && next.engine.memory.hashprice == .dollars(60))
        next.price(1_000)
        next.price(50_000)
        let ids = next.outputs.compactMap { $0.decision?.id }
        #expect(ids.first == last + 1 && ids == Array(ids[0]..<ids[0] + Int64(ids.count)))
        #expect(next.engine.event?.id == 2)
    }

    @Test("what was told before the end may not have arrived: sleeping units are told again, once")
    func toldAgain() {
        var before = EngineHarness(.example(groups: Self.old))
        before.deafUnits = [0, 1, 2, 3]
        before.command(.curtail(.everything, for: nil))
        before.deafUnits = []
        let site = before.restarted()
        let orders = site.outputs.flatMap(\.orders)
        #expect(orders.map(\.units) == [[0, 1, 2, 3]] && orders.map(\.urgency) == [.urgent])
        #expect(site.sleeping.count == 4)
    }

    @Test("units woken but not seen back are ours after a restart, and wake")
    func woken() {
        var before = EngineHarness(.example(groups: Self.old))
        before.price(8_000)
        before.deafUnits = [1]
        before.price(1_000)
        before.deafUnits = []
        let site = before.restarted()
        #expect(site.sleeping.isEmpty && site.asleep.isEmpty && site.engine.event == nil)
    }

    @Test("an empty memory begins at one and wakes nothing that sleeps on its own account")
    func blank() {
        var engine = CurtailmentEngine(policy: .example(groups: Self.old))
        let output = engine.handle(
            EngineInput(
                at: EngineHarness.epoch, monotonic: MonotonicInstant(nanoseconds: 1),
                event: .started(Recovery(memory: .blank, asleep: []))))
        #expect(output.orders.isEmpty && output.notices.isEmpty && engine.memory.nextEvent == 1)
    }
}

@Suite("Reload in the middle of an event")
struct PolicyReloadTests {
    private static func policy(
        _ groups: [(name: String, count: Int, joulesPerTerahash: Int128)]
    ) -> SitePolicy { .example(groups: groups) }

    @Test("groups that move in the file keep their sleepers, whatever their numbers")
    func moved() {
        var site = EngineHarness(Self.policy([("a", 2, 15), ("b", 2, 25)]))
        site.price(8_000)
        #expect(site.sleeping == ["b/1", "b/2"])
        let output = site.reload(Self.policy([("b", 2, 25), ("a", 2, 15)]))
        #expect(output.orders.isEmpty && site.asleep == [0, 1] && site.engine.event?.id == 1)
        site.price(1_000)
        #expect(site.sleeping.isEmpty && site.engine.event == nil)
    }

    @Test("a group that is added joins what holds: its units sleep at once and are ours")
    func added() {
        var site = EngineHarness(Self.policy([("a", 2, 15)]))
        site.command(.curtail(.everything, for: nil))
        site.reload(Self.policy([("new", 2, 30), ("a", 2, 15)]))
        #expect(site.sleeping == ["a/1", "a/2", "new/1", "new/2"])
        site.command(.release)
        #expect(site.sleeping.isEmpty)
    }

    @Test("units that are taken out while asleep are named, and are ours again when they come back")
    func removed() {
        var site = EngineHarness(Self.policy([("a", 2, 25), ("b", 2, 25)]))
        site.price(8_000)
        let output = site.reload(Self.policy([("a", 2, 25)]))
        #expect(output.notices.last?.text.contains("2 units that we put to sleep") == true)
        #expect(output.notices.last?.text.contains("b/1") == true)
        site.price(1_000)
        #expect(site.sleeping == ["b/1", "b/2"])
        site.reload(Self.policy([("a", 2, 25), ("b", 2, 25)]))
        #expect(site.sleeping.isEmpty)
    }

    @Test("in shadow what would sleep is planned anew, and nothing is commanded")
    func shadow() {
        var policy = Self.policy([("a", 2, 25)])
        policy.mode = .shadow
        var site = EngineHarness(policy)
        site.price(8_000)
        policy.groups.append(contentsOf: Self.policy([("b", 1, 25)]).groups)
        let output = site.reload(policy)
        #expect(output.orders.isEmpty && site.engine.target == .zero)
        #expect(site.engine.event?.isShadow == true && site.engine.event?.id == 1)
    }
}
