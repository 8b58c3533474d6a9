import Foundation
import LedgerStore
import SitePorts

/// The key that seals operating days, as the service manager hands it over (systemd.exec(5), `LoadCredential=`).
enum SealingCredential {
    static let name = "ledger-key"

    /// Reads the credential.
    ///
    /// - Returns: nil where the service has none; days are then not sealed.
    /// - Throws: ``SealingKeyFailure`` when there is one that is no key, so that nobody believes days are sealed.
    static func read() throws -> SealingKey? {
        let directories = ServiceDirectories(environment: ProcessInfo.processInfo.environment)
        guard let path = directories.credentialPath(name),
            let data = FileManager.default.contents(atPath: path)
        else { return nil }
        return try SealingKey(hexadecimal: String(decoding: data.prefix(256), as: UTF8.self))
    }
}
