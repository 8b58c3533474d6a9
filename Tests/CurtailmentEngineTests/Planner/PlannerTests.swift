import GridMarket
import CurtailTesting
import GridUnits
import Testing

@testable import CurtailmentEngine

@Suite("Planner")
struct PlannerTests {
    private static func unit(_ id: Int, watts: Int64, millijoules: Int64 = 20_000) -> UnitPolicy {
        UnitPolicy(id: "\(id)", ratedPower: .watts(watts), millijoulesPerTerahash: millijoules)
    }

    private static func group(
        _ name: String, joules: Int128, rank: Int = 0, units: [UnitPolicy]
    ) -> GroupPolicy {
        GroupPolicy(
            name: name, isCommanded: true, value: .mining(joulesPerTerahash: Fraction(whole: joules)),
            shedRank: rank, units: units)
    }

    private static func model(_ groups: [GroupPolicy]) -> SiteModel {
        var policy = SitePolicy.example()
        policy.groups = groups
        return SiteModel(policy: policy, hashprice: .dollars(45))
    }

    private static func rated(_ model: SiteModel, _ units: some Sequence<Int>) -> Power {
        units.reduce(.zero) { $0 + model.ratedPower[$1] }
    }

    private static func plan(
        _ model: SiteModel, ceiling: Power, asleep: [Int] = [], states: [Int: UnitState] = [:]
    ) -> Planner.Plan {
        var set = UnitSet(unitCount: model.unitCount)
        for unit in asleep { set.insert(unit, rated: model.ratedPower[unit]) }
        var all = Array(repeating: UnitState.running, count: model.unitCount)
        for unit in asleep { all[unit] = .asleep }
        for (unit, state) in states { all[unit] = state }
        let available = rated(model, 0..<model.unitCount)
        let target = Arbiter.weigh(
            [Wish(program: .manual, reason: .manualCommand, bounds: .ceiling(ceiling))],
            model: model, available: available)
        return Planner(model: model, asleep: set, states: all).plan(for: target, available: available)
    }

    @Test(
        "sheds the cheapest megawatt first: lower shed rank, then lower break-even, then worse joules per terahash"
    )
    func order() {
        let model = Self.model([
            Self.group("firm", joules: 40, rank: 9, units: [Self.unit(1, watts: 1_000)]),
            Self.group("new", joules: 15, units: [Self.unit(1, watts: 1_000), Self.unit(2, watts: 1_000)]),
            Self.group(
                "old", joules: 30,
                units: [
                    Self.unit(1, watts: 1_000, millijoules: 28_000),
                    Self.unit(2, watts: 1_000, millijoules: 34_000),
                    Self.unit(3, watts: 1_000, millijoules: 30_000),
                ]),
        ])
        #expect(Self.plan(model, ceiling: .zero).sleeps == [4, 5, 3, 1, 2, 0])
        #expect(Self.plan(model, ceiling: .watts(4_000)).sleeps == [4, 5])
    }

    @Test("keeps what sleeps and wakes the most valuable first, and only what it put to sleep")
    func sticky() {
        let model = Self.model([
            Self.group("a", joules: 20, units: (0..<6).map { Self.unit($0, watts: 1_000) })
        ])
        let same = Self.plan(model, ceiling: .watts(4_000), asleep: [4, 5])
        #expect(
            same.sleeps.isEmpty && same.wakes.isEmpty, "units 0 and 1 come first, but 4 and 5 sleep already")
        let less = Self.plan(model, ceiling: .watts(5_000), asleep: [2, 4, 5])
        #expect(less.sleeps.isEmpty && less.wakes == [5, 4])
        let none = Self.plan(model, ceiling: .watts(9_000), asleep: [2], states: [3: .notOurs, 4: .asleep])
        #expect(none.wakes == [2])
    }

    @Test("never touches a unit that sleeps on its own account")
    func notOurs() {
        let model = Self.model([
            Self.group("a", joules: 20, units: (0..<4).map { Self.unit($0, watts: 1_000) })
        ])
        let plan = Self.plan(model, ceiling: .zero, states: [0: .notOurs, 2: .notOurs])
        #expect(plan.sleeps == [1, 3])
    }

    @Test(
        "asks units that do not follow as well, but replaces their megawatts with others",
        arguments: [UnitState.refusing, .unreachable])
    func replaces(state: UnitState) {
        let model = Self.model([
            Self.group("a", joules: 20, units: (0..<6).map { Self.unit($0, watts: 1_000) })
        ])
        let fresh = Self.plan(model, ceiling: .watts(4_000), states: [0: state])
        #expect(fresh.sleeps == [0, 1, 2])
        let later = Self.plan(model, ceiling: .watts(4_000), asleep: [0, 1], states: [0: state])
        #expect(later.sleeps == [2] && later.wakes.isEmpty)
        let back = Self.plan(model, ceiling: .watts(4_000), asleep: [0, 1, 2])
        #expect(back.wakes == [2])
    }

    @Test(
        "10,000 mixed units come within half of the smallest unit, never above the ceiling",
        arguments: UInt64(0)..<8)
    func exchange(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let watts: [Int64] = [3_250, 3_410, 3_500, 5_360, 2_070]
        let model = Self.model(
            (0..<5).map { number in
                Self.group(
                    "g\(number)", joules: Int128(15 + number),
                    units: (0..<2_000).map { Self.unit($0, watts: watts[number]) })
            })
        let all = Self.rated(model, 0..<model.unitCount)
        for _ in 0..<3 {
            let ceiling = Power.watts(Int64.random(in: 0...all.microwatts / 1_000_000, using: &random))
            let plan = Self.plan(model, ceiling: ceiling)
            let left = all - Self.rated(model, plan.sleeps)
            #expect(left <= ceiling)
            #expect(ceiling - left <= .watts(1_035), "ceiling \(ceiling.decimal) MW, left \(left.decimal) MW")
            #expect(Set(plan.sleeps).count == plan.sleeps.count)
        }
    }

    @Test("a ceiling that cannot be met puts everything to sleep and no more")
    func impossible() {
        let model = Self.model([
            Self.group("a", joules: 20, units: (0..<3).map { Self.unit($0, watts: 1_000) })
        ])
        let plan = Self.plan(model, ceiling: .zero, states: [0: .unreachable, 1: .refusing])
        #expect(plan.sleeps == [0, 1, 2])
    }
}

@Suite("Planner: floors and set points")
struct PlannerBoundsTests {
    private static func model(_ watts: [Int64]) -> SiteModel {
        var policy = SitePolicy.example()
        policy.groups = [
            GroupPolicy(
                name: "a", isCommanded: true, value: .mining(joulesPerTerahash: Fraction(whole: 20)),
                shedRank: 0,
                units: watts.enumerated().map { number, watts in
                    UnitPolicy(id: "\(number)", ratedPower: .watts(watts), millijoulesPerTerahash: 20_000)
                })
        ]
        return SiteModel(policy: policy, hashprice: .dollars(45))
    }

    /// The load after a plan, and the units asleep in it.
    private static func load(
        _ model: SiteModel, _ demands: (Program, Bounds)..., asleep: [Int] = []
    ) -> (load: Power, asleep: [Int]) {
        let all = model.ratedPower.reduce(Power.zero, +)
        let target = Arbiter.weigh(
            demands.map { Wish(program: $0.0, reason: .manualCommand, bounds: $0.1) },
            model: model, available: all)
        var set = UnitSet(unitCount: model.unitCount)
        for unit in asleep { set.insert(unit, rated: model.ratedPower[unit]) }
        var states = Array(repeating: UnitState.running, count: model.unitCount)
        for unit in asleep { states[unit] = .asleep }
        let plan = Planner(model: model, asleep: set, states: states).plan(for: target, available: all)
        set.insert(plan.sleeps, ratedPower: model.ratedPower)
        set.remove(plan.wakes, ratedPower: model.ratedPower)
        return (all - set.power, (0..<model.unitCount).filter { set.contains[$0] })
    }

    @Test("a group wish above a floor sleeps as many whole units as the floor leaves")
    func floor() {
        let model = Self.model([1_000, 1_000, 1_000, 1_000])
        let plan = Self.load(
            model, (.price, .groups([0])), (.committedCapability, Bounds(floor: .watts(1_500))))
        #expect(plan.load == .watts(2_000) && plan.asleep == [0, 1])
        let sticky = Self.load(
            model, (.price, .groups([0])), (.committedCapability, Bounds(floor: .watts(1_500))),
            asleep: [2, 3])
        #expect(sticky.asleep == [2, 3], "what sleeps already stays asleep")
    }

    @Test("a block above a floor is met though the floor is not")
    func breach() {
        let plan = Self.load(
            Self.model([1_000, 1_000, 1_000, 1_000]), (.rrs, .ceiling(.watts(1_500))),
            (.committedCapability, Bounds(floor: .watts(3_000))))
        #expect(plan.load == .watts(1_000))
    }

    @Test("a set point is met as near as whole units come, above it where no ceiling forbids, and both ways")
    func setPoint() {
        let model = Self.model([1_000, 1_000, 1_000, 1_000])
        #expect(Self.load(model, (.basePoint, Bounds(setPoint: .watts(2_400)))).load == .watts(2_000))
        #expect(Self.load(model, (.basePoint, Bounds(setPoint: .watts(2_600)))).load == .watts(3_000))
        let limited = Self.load(
            model, (.rrs, .ceiling(.watts(2_900))), (.basePoint, Bounds(setPoint: .watts(2_600))))
        #expect(limited.load == .watts(2_000))
        let up = Self.load(model, (.basePoint, Bounds(setPoint: .watts(3_000))), asleep: [1, 2, 3])
        #expect(up.load == .watts(3_000) && up.asleep.count == 1)
    }

    @Test("floors hold and set points are near for mixed units", arguments: UInt64(0)..<100)
    func random(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let model = Self.model(
            (0..<40).map { _ in [3_250, 3_410, 3_500, 5_360, 2_070].randomElement(using: &random) ?? 3_250 })
        let all = model.ratedPower.reduce(Power.zero, +)
        let asleep = (0..<40).filter { _ in Bool.random(using: &random) }
        let power = Power.watts(Int64.random(in: 0...all.microwatts / 1_000_000, using: &random))
        let floored = Self.load(
            model, (.price, .groups([0])), (.committedCapability, Bounds(floor: power)), asleep: asleep)
        #expect(floored.load >= power && floored.load - power < .watts(5_360))
        let followed = Self.load(model, (.basePoint, Bounds(setPoint: power)), asleep: asleep)
        let miss = max(followed.load, power) - min(followed.load, power)
        #expect(miss <= .watts(2_680), "\(miss.decimal) MW")
    }
}
