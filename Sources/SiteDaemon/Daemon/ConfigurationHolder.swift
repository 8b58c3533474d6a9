import Foundation
import ServiceManager
import SiteConfiguration
import HostSystem

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
