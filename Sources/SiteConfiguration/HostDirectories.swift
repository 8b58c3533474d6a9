/// Directories that the service manager made, which win over those of the configuration.
package struct HostDirectories: Hashable, Sendable {
    /// Of the ledger and the drop folder; nil leaves it to `paths.state`.
    package let state: String?
    /// Of the sockets; nil leaves it to `paths.runtime`.
    package let runtime: String?

    package init(state: String? = nil, runtime: String? = nil) {
        self.state = state
        self.runtime = runtime
    }

    /// Reads `STATE_DIRECTORY` and `RUNTIME_DIRECTORY` (systemd.exec(5)), separated by `:`.
    ///
    /// - Parameter environment: the variables of the process.
    package init(environment: [String: String]) {
        func first(_ name: String) -> String? {
            environment[name]?.split(separator: ":").first.map(String.init)
        }
        self.init(state: first("STATE_DIRECTORY"), runtime: first("RUNTIME_DIRECTORY"))
    }
}
