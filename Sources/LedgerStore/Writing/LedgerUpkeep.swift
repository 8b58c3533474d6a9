import SitePorts
import GridMarket

/// The tasks of the ledger at the end of each operating day.
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
