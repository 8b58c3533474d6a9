import CurtailTesting
import CurtailmentEngine
import GridUnits
import Testing

@testable import SiteLoop

@Suite("FleetSnapshot")
struct FleetSnapshotTests {
    @Test("sums every group, and lists the units asked for up to the limit")
    func snapshot() throws {
        let site = ControlledSite()
        let groups = site.controller.engine.policy.groups
        let unitCount = groups.reduce(0) { $0 + $1.units.count }
        let all = try #require(site.controller.fleet(group: nil, state: nil, limit: 100))
        #expect(all.groups.map(\.policy.name) == groups.map(\.name))
        #expect(all.units.count == unitCount)
        #expect(all.groups.reduce(0) { $0 + $1.states.values.reduce(0, +) } == unitCount)
        let few = try #require(site.controller.fleet(group: nil, state: nil, limit: 1))
        #expect(few.units.count == 1)
        #expect(few.omitted == unitCount - 1)
        #expect(site.controller.fleet(group: nil, state: .asleep, limit: 100)?.units.isEmpty == true)
        #expect(site.controller.fleet(group: "no such group", state: nil, limit: 100) == nil)
    }
}
