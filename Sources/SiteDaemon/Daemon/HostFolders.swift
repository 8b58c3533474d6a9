import SitePorts
import SiteLoop
import Foundation

/// The folders that the daemon works in, made where the service manager has not made them.
enum HostFolders {
    /// A folder that cannot be made or used.
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let reason: String

        var description: String {
            "\(path) cannot be made: \(reason). Make it by hand and give it to the user curtaild runs as, "
                + "or set paths.state and paths.runtime in the configuration."
        }
    }

    static func prepare(_ host: HostSettings) throws {
        // Connecting takes write permission on the socket and passage through its folder; the peer's uid decides what
        // it may ask.
        let runtimeMode = host.isControlWorldReadable ? 0o755 : 0o750
        let folders = [
            (host.stateDirectory, 0o750), (host.runtimeDirectory, runtimeMode), (host.inboxPath, 0o750),
        ]
        for (path, mode) in folders {
            do {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: mode])
            } catch {
                throw Failure(path: path, reason: error.localizedDescription)
            }
        }
    }
}

/// Facts of this boot of this host.
enum HostIdentity {
    /// The kernel's identifier of the present boot; empty where it cannot be read.
    static var bootID: String {
        let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }
}
