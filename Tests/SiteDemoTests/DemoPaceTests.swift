import GridUnits
import Testing

@testable import SiteDemo

@Suite("DemoPace")
struct DemoPaceTests {
    @Test(
        "ends the fast day within 15 seconds and the ordinary one within 60",
        arguments: [DemoPace.Speed.fast, .ordinary])
    func ends(speed: DemoPace.Speed) {
        #expect(DemoPace(speed).length <= (speed == .fast ? .seconds(15) : .seconds(60)))
    }

    @Test("never goes back and maps both ways", arguments: [DemoPace.Speed.fast, .ordinary])
    func mapsBothWays(speed: DemoPace.Speed) {
        let pace = DemoPace(speed)
        var last = TimeSpan(nanoseconds: -1)
        for second in stride(from: Int64(0), through: 86_400, by: 60) {
            let real = pace.real(atMarket: .seconds(second))
            #expect(real > last)
            last = real
            let back = pace.market(atReal: real) - .seconds(second)
            #expect(abs(back.nanoseconds) < 1_000_000_000)
        }
    }

    @Test("is slow while units fall asleep, so that they are confirmed within their patience")
    func isSlowWhereUnitsMove() {
        let pace = DemoPace(.fast)
        for quarter in [61, 63] {
            let price = TimeSpan.seconds(Int64(quarter) * SyntheticDay.intervalSeconds)
            let passed = pace.market(atReal: pace.real(atMarket: price) + .milliseconds(500)) - price
            #expect(passed < .seconds(45))
        }
        let trip = pace.real(atMarket: DemoScript.dipAt + .seconds(6))
        #expect(pace.market(atReal: trip + .milliseconds(500)) - DemoScript.dipAt < .seconds(30))
    }

    @Test("goes on at its last speed after the day")
    func goesOn() {
        let pace = DemoPace(.fast)
        #expect(pace.market(atReal: pace.length + .milliseconds(10)) > pace.market(atReal: pace.length))
    }
}
