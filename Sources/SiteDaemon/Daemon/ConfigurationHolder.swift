import Foundation
import HostSystem
import LedgerStore
import ServiceManager
import Settlement
import SiteConfiguration

/// The configuration in force and the file it comes from.
final class ConfigurationHolder: Sendable {
    let path: String
    private let held: Monitor<SiteConfiguration>

    init(path: String, configuration: SiteConfiguration) {
        self.path = path
        held = Monitor(configuration)
    }

    var current: SiteConfiguration { held.withLock { $0 } }

    /// Reads the file again; blocks for the disk.
    ///
    /// - Throws: `ConfigurationErrors`; the configuration in force stays.
    func reread() throws(ConfigurationErrors) -> SiteConfiguration {
        try SiteConfiguration.load(path: path, in: .service)
    }

    func replace(_ configuration: SiteConfiguration) { held.withLock { $0 = configuration } }
}

extension SiteConfiguration {
    /// The grounds of decisions and money, as the ledger records them.
    var terms: PolicyRecord {
        PolicyRecord(policy: policy, settlement: settlement, configurationText: digestInput)
    }
}
