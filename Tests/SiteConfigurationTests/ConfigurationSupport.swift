import SiteRecord
import Foundation
import SitePorts
import MinerControl
import SiteRecord

@testable import SiteConfiguration

/// Small configurations for tests.
enum Sample {
    /// Valid; line 1 is `site:`.
    static let smallest = """
        site:
          name: demo
          settlement_point: HB_WEST
        economics:
          hashprice_usd_per_ph_day: 45.00
        price: {}
        groups:
          - name: s21
            driver: simulated
            count: 10
            unit_w: 3500
            efficiency_j_per_th: 17.5
        """

    /// The smallest configuration with other groups; the groups begin on line 8.
    static func groups(_ groups: String) -> String {
        """
        site:
          name: demo
          settlement_point: LZ_WEST
          settlement_point_type: LZEW
        price: {}
        economics: {hashprice_usd_per_ph_day: 45}
        groups:
        \(groups)
        """
    }

    /// The smallest configuration with more sections; they begin on line 13.
    static func adding(_ sections: String) -> String { smallest + "\n" + sections }

    static func parse(
        _ text: String, in folder: String = "/etc/curtaild",
        directories: ServiceDirectories = ServiceDirectories(), credentials: CredentialReader? = nil
    ) throws(ConfigurationErrors) -> SiteConfiguration {
        try SiteConfiguration.parse(
            text: text, file: "curtaild.yaml", relativeTo: folder,
            in: ConfigurationContext(
                drivers: context.drivers, directories: directories, credentials: credentials))
    }

    /// With every driver there is.
    static let context = ConfigurationContext(drivers: DriverKind.all.map(\.form))

    /// One line for each error; empty when the text is accepted.
    static func errors(
        _ text: String, in folder: String = "/etc/curtaild", credentials: CredentialReader? = nil
    ) -> [String] {
        do {
            _ = try parse(text, in: folder, credentials: credentials)
            return []
        } catch {
            return error.errors.map(\.description)
        }
    }

    /// One line for each warning of a valid text.
    static func warnings(_ text: String) throws -> [String] { try parse(text).warnings.map(\.description) }
}
