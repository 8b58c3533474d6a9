import GridMarket
import SitePorts
import CurtailmentEngine
import SiteLoop
import SignalIntake
import GridUnits
import LedgerStore

extension LedgerSource {
    /// How a source fares, as the view `v_sources` shows it.
    init(_ statistics: SourceStatistics, at now: UTCInstant) {
        self.init(
            name: statistics.source, kind: statistics.kind?.rawValue ?? "none",
            condition: statistics.condition.rawValue, lastAt: statistics.lastAt,
            lastValue: statistics.lastValue,
            accepted: Int64(statistics.accepted), rejected: Int64(statistics.rejected),
            lastReason: statistics.lastReason, updatedAt: now)
    }
}
