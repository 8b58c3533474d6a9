import GridMarket
import CurtailTesting
import GridUnits
import Testing

@testable import CurtailmentEngine

@Suite("Arbiter")
struct ArbiterTests {
    /// Groups of 7, 7 and 3.5 kW: 17.5 kW in all.
    private static let model = SiteModel(
        policy: .example(groups: [("new", 2, 15), ("mid", 2, 18), ("old", 1, 25)]), hashprice: .dollars(45))

    private static func wish(_ program: Program, _ bounds: Bounds) -> Wish {
        Wish(program: program, reason: .manualCommand, bounds: bounds)
    }

    private static func weigh(_ demands: [Wish]) -> LoadTarget {
        Arbiter.weigh(demands, model: model, available: .watts(17_500))
    }

    @Test("the lowest ceiling wins, and what would have decided without it is the runner-up")
    func lowestCeiling() {
        let target = Self.weigh([
            Self.wish(.manual, .ceiling(.watts(9_000))),
            Self.wish(.underfrequency, .ceiling(.watts(5_000))),
        ])
        #expect(target.ceiling == .watts(5_000) && target.load == .watts(5_000))
        #expect(target.winner?.program == .underfrequency && target.runnerUp?.program == .manual)
        #expect(target.isUrgent)
    }

    @Test("groups and a ceiling bind together; the one that leaves less has won")
    func groupsAndCeiling() {
        let groups = Self.wish(.price, .groups([2, 1]))
        let mild = Self.weigh([groups, Self.wish(.manual, .ceiling(.watts(16_000)))])
        #expect(mild.groups == [2, 1] && mild.load == .watts(7_000))
        #expect(mild.winner?.program == .price && mild.runnerUp?.program == .manual && mild.isUrgent)
        let strict = Self.weigh([groups, Self.wish(.manual, .ceiling(.watts(1_000)))])
        #expect(strict.load == .watts(1_000) && strict.winner?.program == .manual)
    }

    @Test("a tie goes to the higher rank, whatever the order of the demands")
    func tie() {
        let price = Self.wish(.price, .groups([0, 1, 2]))
        let manual = Self.wish(.manual, .ceiling(.zero))
        let trip = Self.wish(.underfrequency, .ceiling(.zero))
        for demands in [[price, manual, trip], [trip, price, manual], [manual, trip, price]] {
            let target = Self.weigh(demands)
            #expect(target.winner?.program == .underfrequency && target.runnerUp?.program == .manual)
        }
    }

    @Test(
        "nothing wanted leaves all, a price alone is not urgent, and no target is below what cannot be shed")
    func edges() {
        let none = Self.weigh([])
        #expect(none.load == .watts(17_500) && none.winner == nil && none.runnerUp == nil && !none.isUrgent)
        #expect(!Self.weigh([Self.wish(.price, .groups([0]))]).isUrgent)
        let fixed = SiteModel(policy: .example(fixedLoad: .watts(500)), hashprice: .dollars(45))
        let target = Arbiter.weigh(
            [Self.wish(.manual, .ceiling(.zero))], model: fixed, available: .watts(14_500))
        #expect(target.load == .watts(500))
    }
}

/// Groups of 7, 7 and 3.5 kW as before; every rule by its name, with the numbers it compared.
@Suite("Arbiter: conflict rules")
struct ConflictRuleTests {
    private static let model = SiteModel(
        policy: .example(groups: [("new", 2, 15), ("mid", 2, 18), ("old", 1, 25)]), hashprice: .dollars(45))

    private static func weigh(_ demands: (Program, Bounds)...) -> LoadTarget {
        Arbiter.weigh(
            demands.map { Wish(program: $0.0, reason: .manualCommand, bounds: $0.1) },
            model: model, available: .watts(17_500))
    }

    private static func ruling(
        _ rule: ConflictRule, _ stands: Program, over yields: Program, _ wanted: Int64, _ granted: Int64
    ) -> Ruling {
        Ruling(rule: rule, stands: stands, yields: yields, wanted: .watts(wanted), granted: .watts(granted))
    }

    @Test("a committed floor stands against a price that wants everything off, and the numbers are there")
    func floorBinds() {
        let target = Self.weigh(
            (.price, .groups([0, 1, 2])), (.committedCapability, Bounds(floor: .watts(10_000))))
        #expect(target.load == .watts(10_000) && target.floor == .watts(10_000))
        #expect(target.winner?.program == .price && !target.isUrgent)
        #expect(target.rulings == [Self.ruling(.floorBinds, .committedCapability, over: .price, 0, 10_000)])
        let alone = Self.weigh((.committedCapability, Bounds(floor: .watts(10_000))))
        #expect(alone.load == .watts(17_500) && alone.winner == nil && alone.rulings.isEmpty)
        let slack = Self.weigh((.price, .groups([2])), (.committedCapability, Bounds(floor: .watts(10_000))))
        #expect(slack.load == .watts(14_000) && slack.rulings.isEmpty)
    }

    @Test("floors intersect to the highest, ceilings to the lowest")
    func intersect() {
        let target = Self.weigh(
            (.siteSafety, Bounds(floor: .watts(3_000))), (.manual, Bounds(floor: .watts(6_000))),
            (.rrs, .ceiling(.watts(12_000))), (.ers30, .ceiling(.watts(9_000))),
            (.coincidentPeak, .ceiling(.watts(1_000))))
        #expect(target.ceiling == .watts(6_000) && target.floor == .watts(6_000))
        #expect(target.limit == .watts(9_000))
        #expect(target.winner?.program == .coincidentPeak && target.runnerUp?.program == .ers30)
        #expect(target.rulings == [Self.ruling(.floorBinds, .manual, over: .coincidentPeak, 1_000, 6_000)])
    }

    @Test("a block below a committed floor wins, and the loss is a breach of capability")
    func capabilityBreach() {
        let target = Self.weigh(
            (.committedCapability, Bounds(floor: .watts(10_000))), (.ers30, .ceiling(.watts(4_000))),
            (.price, .groups([0, 1, 2])))
        #expect(target.load == .watts(4_000) && target.winner?.program == .ers30)
        #expect(
            target.rulings == [
                Self.ruling(.capabilityBreach, .ers30, over: .committedCapability, 10_000, 4_000),
                Self.ruling(.floorBinds, .committedCapability, over: .price, 0, 4_000),
            ])
    }

    @Test("a set point binds economics both ways; a manual command may still curtail more")
    func setPointBinds() {
        let price = Self.weigh((.basePoint, Bounds(setPoint: .watts(9_000))), (.price, .groups([0, 1, 2])))
        #expect(price.load == .watts(9_000) && price.setPoint == .watts(9_000))
        #expect(price.winner?.program == .basePoint && price.isUrgent)
        #expect(price.rulings == [Self.ruling(.setPointBinds, .basePoint, over: .price, 0, 9_000)])
        let manual = Self.weigh(
            (.basePoint, Bounds(setPoint: .watts(9_000))), (.manual, .ceiling(.watts(2_000))),
            (.price, .groups([0, 1, 2])))
        #expect(manual.load == .watts(2_000) && manual.setPoint == nil)
        #expect(manual.winner?.program == .manual && manual.runnerUp?.program == .price)
    }

    @Test("a set point yields to a block above it and to the set point before it")
    func setPointYields() {
        let block = Self.weigh(
            (.rrs, .ceiling(.watts(5_000))), (.basePoint, Bounds(setPoint: .watts(9_000))))
        #expect(block.load == .watts(5_000) && block.winner?.program == .rrs)
        #expect(block.rulings == [Self.ruling(.setPointYields, .rrs, over: .basePoint, 9_000, 5_000)])
        let other = Self.weigh(
            (.basePoint, Bounds(setPoint: .watts(9_000))), (.regulationUp, Bounds(setPoint: .watts(6_000))))
        #expect(other.load == .watts(9_000) && other.winner?.program == .basePoint)
        #expect(
            other.rulings == [Self.ruling(.setPointYields, .basePoint, over: .regulationUp, 6_000, 9_000)])
    }

    @Test("an economic reason may only lower: its floor and its set point raise nothing")
    func economicsOnlyLower() {
        let target = Self.weigh(
            (.coincidentPeak, Bounds(floor: .watts(9_000), setPoint: .watts(8_000))),
            (.price, .groups([0, 1, 2])))
        #expect(target.load == .zero && target.floor == nil && target.setPoint == nil)
        #expect(target.rulings.map(\.rule) == [.economicsOnlyLower, .economicsOnlyLower])
    }

    /// What some rank asks for, at random.
    private static func bounds(_ program: Program, _ random: inout SeededGenerator) -> Bounds {
        func power() -> Power { .watts(Int64.random(in: 0...17_500, using: &random)) }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return Bounds(groups: [0, 1, 2].filter { _ in Bool.random(using: &random) })
        case 1: return Bounds(floor: power())
        case 2: return Bounds(setPoint: power())
        default: return .ceiling(power())
        }
    }

    @Test("what ranks lower never weakens what ranks higher", arguments: UInt64(0)..<300)
    func lexicographic(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let ranked: [Program] = [
            .siteSafety, .underfrequency, .rrs, .basePoint, .manual, .committedCapability, .coincidentPeak,
            .price,
        ]
        let demands = ranked.filter { _ in Bool.random(using: &random) }.map {
            Wish(program: $0, reason: .manualCommand, bounds: Self.bounds($0, &random))
        }
        var before = Arbiter.weigh([], model: Self.model, available: .watts(17_500))
        for count in demands.indices {
            let demand = demands[count]
            let target = Arbiter.weigh(
                Array(demands[...count]), model: Self.model, available: .watts(17_500))
            #expect(target.load <= before.load, "a lower-ranked reason may only curtail more")
            if demand.program.isEconomic, let floor = before.floor {
                #expect(target.load >= floor, "floors and set points bind economic reasons")
            }
            if let ceiling = demand.bounds.ceiling, before.floor == nil, before.setPoint == nil {
                #expect(target.load <= ceiling)
            }
            if demand.bounds.ceiling != nil, target.load < before.load {
                #expect(target.winner?.program == demand.program)
            }
            before = target
        }
        let shuffled = Arbiter.weigh(
            demands.shuffled(using: &random), model: Self.model, available: .watts(17_500))
        #expect(shuffled == before)
    }
}
