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

    private static func demand(_ program: Program, _ extent: Demand.Extent) -> Demand {
        Demand(program: program, reason: .manualCommand, extent: extent, figures: [])
    }

    private static func weigh(_ demands: [Demand]) -> LoadTarget {
        Arbiter.weigh(demands, model: model, available: .watts(17_500))
    }

    @Test("the lowest ceiling wins, and what would have decided without it is the runner-up")
    func lowestCeiling() {
        let target = Self.weigh([
            Self.demand(.manual, .ceiling(.watts(9_000))),
            Self.demand(.underfrequency, .ceiling(.watts(5_000))),
        ])
        #expect(target.ceiling == .watts(5_000) && target.load == .watts(5_000))
        #expect(target.winner?.program == .underfrequency && target.runnerUp?.program == .manual)
        #expect(target.isUrgent)
    }

    @Test("groups and a ceiling bind together; the one that leaves less has won")
    func groupsAndCeiling() {
        let groups = Self.demand(.price, .groups([2, 1]))
        let mild = Self.weigh([groups, Self.demand(.manual, .ceiling(.watts(16_000)))])
        #expect(mild.groups == [2, 1] && mild.load == .watts(7_000))
        #expect(mild.winner?.program == .price && mild.runnerUp?.program == .manual && mild.isUrgent)
        let strict = Self.weigh([groups, Self.demand(.manual, .ceiling(.watts(1_000)))])
        #expect(strict.load == .watts(1_000) && strict.winner?.program == .manual)
    }

    @Test("a tie goes to the higher rank, whatever the order of the demands")
    func tie() {
        let price = Self.demand(.price, .groups([0, 1, 2]))
        let manual = Self.demand(.manual, .ceiling(.zero))
        let trip = Self.demand(.underfrequency, .ceiling(.zero))
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
        #expect(!Self.weigh([Self.demand(.price, .groups([0]))]).isUrgent)
        let fixed = SiteModel(policy: .example(fixedLoad: .watts(500)), hashprice: .dollars(45))
        let target = Arbiter.weigh(
            [Self.demand(.manual, .ceiling(.zero))], model: fixed, available: .watts(14_500))
        #expect(target.load == .watts(500))
    }
}
