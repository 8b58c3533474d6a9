import LedgerStore
import SiteConfiguration
import Settlement

extension SiteConfiguration {
    /// The grounds of decisions and money, as the ledger records them.
    var terms: PolicyRecord {
        PolicyRecord(policy: policy, settlement: settlement, configurationText: digestInput)
    }
}
