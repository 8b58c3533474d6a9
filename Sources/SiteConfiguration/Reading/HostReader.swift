import SitePorts
import SiteRecord
import GridUnits

/// Reads `control`, `paths`, `on_stop` and `ledger`.
struct HostReader {
    private let top: SectionReader
    private let folder: String
    private let directories: HostDirectories

    /// Bytes of a UNIX socket's path that the kernel takes (unix(7), sun_path with its final NUL).
    static let longestSocketPath = 107

    init(_ top: SectionReader, folder: String, directories: HostDirectories) {
        self.top = top
        self.folder = folder
        self.directories = directories
    }

    var host: HostSettings {
        let control = top.section(.control)
        let paths = top.section(.paths)
        let host = HostSettings(
            stateDirectory: directories.state ?? directory(paths, "state", default: "/var/lib/curtaild"),
            runtimeDirectory: directories.runtime ?? directory(paths, "runtime", default: "/run/curtaild"),
            isControlWorldReadable: control.boolean("world_readable", default: false),
            controlGroup: controlGroup(control), onStop: top.choice("on_stop", default: .hold),
            sampleDays: top.section(.ledger).count(
                "samples_days", in: 1...36_500, default: HostSettings.standardSampleDays))
        if host.signalDatagramPath.utf8.count > Self.longestSocketPath {
            paths.diagnostics.report(
                "paths.runtime: \(host.signalDatagramPath) is longer than the \(Self.longestSocketPath) "
                    + "bytes of a "
                    + "socket's path; use a shorter directory", at: paths.position(of: "runtime"))
        }
        return host
    }

    private func directory(_ paths: SectionReader, _ key: String, default standard: String) -> String {
        guard let text = paths.scalar(key, wanted: "a directory") else { return standard }
        guard !text.isEmpty, !text.utf8.contains(0) else {
            paths.report(key, "write a directory such as \(standard)")
            return standard
        }
        return text.resolved(in: folder)
    }

    private func controlGroup(_ control: SectionReader) -> String {
        let standard = "curtaild"
        guard let text = control.scalar("group", wanted: "a group of the system") else { return standard }
        guard let problem = NameText.problem(text) else { return text }
        control.report("group", problem)
        return standard
    }
}
