import GridUnits
import Testing

@testable import ServiceManager

@Suite("WatchdogFeed")
struct WatchdogFeedTests {
    @Test("reports the first pass, and then one pass in every quarter of the interval")
    func reportsAQuarter() {
        let feed = WatchdogFeed(interval: .seconds(20))
        let start = MonotonicInstant(nanoseconds: 0)
        let reported = (0...200).filter { feed.isReportDue(at: start.advanced(by: .milliseconds(100 * $0))) }
        #expect(reported == [0, 50, 100, 150, 200])
        #expect(feed.period == .seconds(5))
    }

    @Test("an interval of nothing does not report every pass of a busy loop")
    func smallestPeriod() {
        #expect(WatchdogFeed(interval: .zero).period == .milliseconds(1))
    }
}
