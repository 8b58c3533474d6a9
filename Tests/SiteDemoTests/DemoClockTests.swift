import SitePorts
import SiteLoop
import GridUnits
import Testing

@testable import SiteDemo

@Suite("DemoClock")
struct DemoClockTests {
    @Test("stands at midnight until it is begun, both clocks alike")
    func stands() {
        let clock = DemoClock(pace: DemoPace(.fast)).siteClock
        let (first, second) = (clock.read(), clock.read())
        #expect(first == second)
        #expect(first.utc == SyntheticDay.midnight)
    }

    @Test("never lets the decision loop look more often than every 5 ms")
    func bounds() {
        let clock = DemoClock(pace: DemoPace(.fast)).siteClock
        #expect(clock.realSpan(.zero) == .milliseconds(5))
        #expect(clock.realSpan(.seconds(1)) == .milliseconds(5))
        #expect(clock.realSpan(.seconds(86_400)) > .seconds(10))
    }
}
