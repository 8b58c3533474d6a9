/// The folders that the service manager made for us; nil where it made none. (systemd.exec(5))
package struct ServiceDirectories: Hashable, Sendable {
    package var state: String?
    package var runtime: String?
    package var configuration: String?
    package var credentials: String?

    /// Reads them from an environment.
    ///
    /// - Parameter value: gives a variable; several folders stand in one, divided by colons, the first is ours.
    package init(environment value: (String) -> String?) {
        func first(_ name: String) -> String? {
            value(name)?.split(separator: ":").first.map(String.init)
        }
        state = first("STATE_DIRECTORY")
        runtime = first("RUNTIME_DIRECTORY")
        configuration = first("CONFIGURATION_DIRECTORY")
        credentials = first("CREDENTIALS_DIRECTORY")
    }

    /// Those of this process.
    package static var current: ServiceDirectories { ServiceDirectories(environment: Environment.value) }

    /// Where a credential of this name would stand.
    package func credentialPath(_ name: String) -> String? { credentials.map { "\($0)/\(name)" } }
}
