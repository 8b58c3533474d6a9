import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Testing

@Suite("FleetView")
struct FleetViewTests {
    private static let policy = SitePolicy.example(groups: [("a", 3, 18), ("b", 1, 25)])
    private static let rated = Power.watts(3_500)

    private var clock = ManualClock()
    private var view = FleetView(policy: FleetViewTests.policy)

    private mutating func read(_ unit: Int, watts: Int64, _ activity: UnitReading.Activity) {
        view.record([UnitReading(unit: unit, at: clock.monotonic, answer: .drawing(.watts(watts), activity))])
    }

    private mutating func answer(_ unit: Int, _ answer: UnitReading.Answer) {
        view.record([UnitReading(unit: unit, at: clock.monotonic, answer: answer)])
    }

    private mutating func order(_ action: FleetOrder.Action, _ units: [Int]) {
        let order = FleetOrder(decision: 1, action: action, units: units, urgency: .urgent)
        view.ordered(order, at: clock.monotonic)
    }

    @Test("nothing read counts in full, and nothing new is no report")
    mutating func unread() {
        #expect(view.load(ofGroup: 0).confirmed == .watts(10_500))
        #expect(view.flush()?.groups.map(\.confirmed) == [.watts(10_500), .watts(3_500)])
        #expect(view.flush() == nil)
    }

    @Test("an acknowledgement alone sheds nothing: a deaf unit refuses once its patience is over")
    mutating func deaf() {
        read(0, watts: 3_500, .running)
        order(.sleep, [0])
        answer(0, .acknowledged(.sleep))
        #expect(view.units[0].state == .shedding && view.load(ofGroup: 0).curtailed == .zero)
        clock.advance(by: .seconds(44))
        read(0, watts: 3_500, .running)
        #expect(view.units[0].state == .shedding)
        order(.sleep, [0])
        clock.advance(by: .seconds(1))
        read(0, watts: 3_500, .running)
        #expect(view.units[0].state == .refusing, "a reminder does not begin the patience anew")
        #expect(view.load(ofGroup: 0) == .init(confirmed: .watts(10_500), curtailed: .zero))
    }

    @Test("a unit that says asleep and draws on is not shed; half asleep counts by half")
    mutating func half() {
        order(.sleep, [0, 1])
        read(0, watts: 3_000, .asleep)
        read(1, watts: 1_750, .running)
        #expect(view.units[0].state == .shedding && view.units[1].state == .shedding)
        #expect(view.load(ofGroup: 0) == .init(confirmed: .watts(8_250), curtailed: .watts(2_250)))
        read(0, watts: 350, .asleep)
        #expect(view.units[0].state == .asleep)
        read(1, watts: 351, .unknown)
        #expect(view.units[1].state == .shedding, "above a tenth, and it does not say that it sleeps")
    }

    @Test("an unreachable unit counts in full, after one failure under command and two without")
    mutating func unreachable() {
        read(0, watts: 3_500, .running)
        answer(0, .unreachable("timed out"))
        #expect(view.units[0].state == .running)
        answer(0, .unreachable("timed out"))
        #expect(view.units[0].state == .unreachable)
        order(.sleep, [1])
        read(1, watts: 0, .asleep)
        order(.wake, [1])
        answer(1, .unreachable("reset"))
        #expect(view.units[1].state == .unreachable)
        #expect(view.load(ofGroup: 0) == .init(confirmed: .watts(10_500), curtailed: .zero))
    }

    @Test("asleep without an order of ours is not ours; a refusal without an order is nothing")
    mutating func notOurs() {
        read(0, watts: 0, .asleep)
        answer(1, .refused("busy"))
        #expect(view.units[0].state == .notOurs && view.units[1].state == .unconfirmed)
        #expect(view.load(ofGroup: 0) == .init(confirmed: .watts(7_000), curtailed: .zero))
    }

    @Test("wakes to its rating at once, to a lower profile after a while, else refuses")
    mutating func waking() {
        order(.sleep, [0, 1, 2])
        for unit in 0..<3 { read(unit, watts: 0, .asleep) }
        order(.wake, [0, 1, 2])
        read(0, watts: 2_800, .running)
        read(1, watts: 1_500, .running)
        #expect(view.units.map(\.state).prefix(3) == [.running, .waking, .waking])
        clock.advance(by: .seconds(120))
        read(1, watts: 1_500, .running)
        #expect(view.units[1].state == .running)
        clock.advance(by: .seconds(480))
        read(2, watts: 0, .asleep)
        #expect(view.units[2].state == .refusing)
    }

    @Test("a unit that never slept is reported back when it was told to wake and runs")
    mutating func neverSlept() {
        read(0, watts: 3_500, .running)
        _ = view.flush()
        order(.wake, [0])
        read(0, watts: 3_500, .running)
        #expect(view.flush()?.changes == [.init(unit: 0, state: .running)])
        #expect(view.flush() == nil)
    }

    @Test("after a restart units of ours stay unconfirmed until read, and are still ours when they sleep")
    mutating func restart() {
        view.recovered(asleep: ["a/1", "b/1", "gone/7"], at: clock.monotonic)
        #expect(view.units[0].state == .unconfirmed && view.load(ofGroup: 0).curtailed == .zero)
        read(0, watts: 0, .asleep)
        read(1, watts: 0, .asleep)
        #expect(view.units.map(\.state).prefix(2) == [.asleep, .notOurs])
        #expect(view.load(ofGroup: 0).curtailed == Self.rated)
    }

    @Test("a reload keeps what is known by name, whatever number the unit has now")
    mutating func adopt() {
        order(.sleep, [0, 3])
        read(0, watts: 0, .asleep)
        read(3, watts: 0, .asleep)
        view.adopt(
            .example(groups: [("b", 1, 25), ("c", 2, 20)]), asleep: ["a/1", "b/1"], at: clock.monotonic)
        #expect(view.units.map(\.state) == [.asleep, .unconfirmed, .unconfirmed])
        #expect(view.flush()?.groups.map(\.curtailed) == [Self.rated, .zero])
    }

    @Test("power usage effectiveness stands between the unit and the site meter")
    func effectiveness() throws {
        var policy = SitePolicy.example(groups: [("a", 1, 18)], unitPower: .watts(3_850))
        policy.economics.powerUsageEffectiveness = try Fraction(11, over: 10)
        var view = FleetView(policy: policy)
        view.record([UnitReading(unit: 0, at: clock.monotonic, answer: .drawing(.watts(3_500), .running))])
        #expect(view.load(ofGroup: 0).confirmed == .watts(3_850))
    }

    @Test("moves of less than a thousandth of a group are not reported, and odd unit numbers are ignored")
    mutating func quiet() {
        for unit in 0..<4 { read(unit, watts: 3_500, .running) }
        _ = view.flush()
        read(0, watts: 3_490, .running)
        #expect(view.flush() == nil)
        read(0, watts: 3_480, .running)
        #expect(view.flush() != nil)
        read(99, watts: 0, .asleep)
        order(.sleep, [-1, 4])
        #expect(view.flush() == nil)
    }
}
