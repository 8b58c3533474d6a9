import SiteDaemon
import SitePorts
import SiteLoop
import GridUnits
import HostSystem

/// The clock of the demo's market, which stands at midnight until it is begun.
final class DemoClock: Sendable {
    let pace: DemoPace
    private let origin = BootTime.nanoseconds
    /// Boot time of midnight; nil while the clock stands.
    private let begun = Monitor<Int64?>(nil)

    /// The decision loop looks no more often than this, however fast its clock runs.
    private static let shortestWait = TimeSpan.milliseconds(5)

    init(pace: DemoPace) { self.pace = pace }

    /// Lets midnight be now.
    func begin() { begun.withLock { $0 = $0 ?? BootTime.nanoseconds } }

    private var realNow: TimeSpan {
        TimeSpan(nanoseconds: begun.withLock { $0 }.map { BootTime.nanoseconds - $0 } ?? 0)
    }

    /// The market's time since midnight.
    var sinceMidnight: TimeSpan { pace.market(atReal: realNow) }

    /// Real time until the market's time is so far from midnight; not negative.
    func realWait(untilMarket market: TimeSpan) -> TimeSpan {
        max(.zero, pace.real(atMarket: market) - realNow)
    }

    /// The same clock as the daemon takes it.
    var siteClock: SiteClock {
        SiteClock(
            read: { [self] in
                let market = sinceMidnight
                return SiteClock.Reading(
                    monotonic: MonotonicInstant(nanoseconds: origin).advanced(by: market),
                    utc: SyntheticDay.midnight.advanced(byNanoseconds: market.nanoseconds))
            },
            realSpan: { [self] span in
                max(Self.shortestWait, realWait(untilMarket: sinceMidnight + span))
            })
    }
}
