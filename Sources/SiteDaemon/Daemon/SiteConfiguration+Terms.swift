import LedgerStore
import SiteConfiguration
import Settlement

extension SiteConfiguration {
    /// What decisions and money follow from, as the ledger records it.
    var terms: PolicyRecord {
        PolicyRecord(policy: policy, settlement: settlement, configurationText: digestInput)
    }
}
