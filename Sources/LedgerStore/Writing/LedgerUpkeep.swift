import SitePorts
import GridMarket

/// What the ledger does by itself whenever an operating day is over.
package struct LedgerUpkeep: Sendable {
    /// Seals the day; nil leaves it unsealed.
    package var sealingKey: SealingKey?
    /// Days for which raw samples are kept; their digests stay for good.
    package var sampleDays: Int

    package init(sealingKey: SealingKey? = nil, sampleDays: Int = HostSettings.standardSampleDays) {
        self.sealingKey = sealingKey
        self.sampleDays = sampleDays
    }
}
