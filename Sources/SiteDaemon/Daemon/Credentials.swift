import Foundation
import HostSystem
import LedgerStore
import MinerControl
import SiteConfiguration
import SitePorts

extension ConfigurationContext {
    /// The context in which the running service reads its configuration.
    static var service: ConfigurationContext {
        let directories = ServiceDirectories(environment: ProcessInfo.processInfo.environment)
        let credentials = UnitCredentials(directories: directories)
        return ConfigurationContext(
            drivers: DriverKind.all.map(\.form), directories: directories, credentials: credentials.read)
    }
}

/// The credentials of units: those of the service (systemd.exec(5), `LoadCredential=`), or files of ours alone.
struct UnitCredentials {
    let directories: ServiceDirectories

    /// Bytes of one credential.
    static let sizeLimit = 65_536

    /// Reads a credential; line ends behind it do not count.
    ///
    /// - Parameter name: of a credential of the service, or the absolute path of a file.
    /// - Returns: the credential.
    /// - Throws: `CredentialFailure`, which says what to do and nothing of the content.
    func read(_ name: String) throws(CredentialFailure) -> Secret {
        let path = try path(of: name)
        guard let facts = try? FileFacts(following: path), facts.isRegularFile else {
            throw CredentialFailure(missing(name, path))
        }
        guard facts.mode & 0o077 == 0 || !name.hasPrefix("/") else {
            throw CredentialFailure(
                "others than its owner may read it; chmod 600 \(path), and change the password")
        }
        guard facts.size <= Self.sizeLimit, let data = FileManager.default.contents(atPath: path) else {
            throw CredentialFailure(
                "\(path) cannot be read; at most \(Self.sizeLimit) bytes, and the service's user must own it")
        }
        let bytes = [UInt8](data)
        let end = bytes.lastIndex { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard let end else { throw CredentialFailure("\(path) is empty; write the credential into it") }
        return Secret(Array(bytes[...end]))
    }

    private func path(of name: String) throws(CredentialFailure) -> String {
        if name.hasPrefix("/") { return name }
        guard let path = directories.credentialPath(name) else {
            throw CredentialFailure(
                "there is no folder of credentials, as no service manager started this; write the "
                    + "absolute path of a file of mode 600 instead")
        }
        return path
    }

    private func missing(_ name: String, _ path: String) -> String {
        guard !name.hasPrefix("/") else { return "there is no such file; write it, then: chmod 600 \(path)" }
        return "the service has no credential of this name; add "
            + "LoadCredential=\(name):/etc/curtaild/credentials/\(name) to [Service] with "
            + "systemctl edit curtaild, then restart it"
    }
}

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
