package import SitePorts

/// The surroundings of a configuration's text: the drivers there are, and the host's folders and credentials.
package struct ConfigurationContext: Sendable {
    /// The drivers that groups may name.
    package let drivers: [DriverForm]
    /// Folders of the service manager, which win over `paths`.
    package let directories: ServiceDirectories
    /// Reads the credentials of units; nil leaves them unread, as for a check or a replay.
    package let credentials: CredentialReader?

    package init(
        drivers: [DriverForm] = [.simulated, .uncommanded],
        directories: ServiceDirectories = ServiceDirectories(), credentials: CredentialReader? = nil
    ) {
        self.drivers = drivers
        self.directories = directories
        self.credentials = credentials
    }
}
