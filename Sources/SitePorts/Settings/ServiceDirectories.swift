/// The folders that the service manager made for us; nil where it made none. (systemd.exec(5))
package struct ServiceDirectories: Hashable, Sendable {
    /// Of the ledger and the drop folder.
    package var state: String?
    /// Of the sockets.
    package var runtime: String?
    /// The folder with the credentials of the service; nil where none were passed.
    package var credentials: String?

    package init(state: String? = nil, runtime: String? = nil, credentials: String? = nil) {
        self.state = state
        self.runtime = runtime
        self.credentials = credentials
    }

    /// Reads them from an environment.
    ///
    /// - Parameter environment: several folders stand in one variable, divided by colons, the first is ours.
    package init(environment: [String: String]) {
        func first(_ name: String) -> String? {
            environment[name]?.split(separator: ":").first.map(String.init)
        }
        self.init(
            state: first("STATE_DIRECTORY"), runtime: first("RUNTIME_DIRECTORY"),
            credentials: first("CREDENTIALS_DIRECTORY"))
    }

    /// Where a credential of this name would stand.
    package func credentialPath(_ name: String) -> String? { credentials.map { "\($0)/\(name)" } }
}
