import SitePorts
import SiteRecord

extension HostSettings {
    /// Bytes of a UNIX socket's path that the kernel takes (unix(7), sun_path with its final NUL).
    static let longestSocketPath = 107

    /// Puts the directories where the service manager made them, or else where the configuration's folder says.
    mutating func place(in folder: String, _ directories: ServiceDirectories, _ top: WrittenSection) {
        stateDirectory = directories.state ?? stateDirectory.resolved(in: folder)
        runtimeDirectory = directories.runtime ?? runtimeDirectory.resolved(in: folder)
        guard signalDatagramPath.utf8.count > Self.longestSocketPath else { return }
        top.section("paths").report(
            "runtime",
            "\(signalDatagramPath) is longer than the \(Self.longestSocketPath) bytes of a socket's path; use a "
                + "shorter directory")
    }
}
