import SiteRecord
import CurtailmentEngine
import Foundation
import Settlement

extension SiteConfiguration {
    /// Reads a configuration with the `conf.d/*.yaml` beside it, in name order.
    ///
    /// - Parameters:
    ///   - path: the main file.
    ///   - directories: what the service manager gave, which wins over `paths`.
    /// - Returns: the validated configuration, perhaps with warnings.
    /// - Throws: ``ConfigurationErrors`` with everything that is wrong.
    package static func load(
        path: String, directories: HostDirectories = HostDirectories()
    ) throws(ConfigurationErrors) -> SiteConfiguration {
        let diagnostics = Diagnostics()
        let files = ConfigurationFiles(diagnostics: diagnostics)
        let root = root(path: path, files, diagnostics)
        return try make(root, mainFile: path, folder: parent(of: path), directories, files, diagnostics)
    }

    /// The nodes of the main file with those of `conf.d` laid over them; nil when there are none.
    static func root(
        path: String, _ files: ConfigurationFiles, _ diagnostics: Diagnostics
    ) -> ConfigurationNode? {
        var root: ConfigurationNode?
        for (index, file) in ([path] + additions(in: "\(parent(of: path))/conf.d")).enumerated() {
            diagnostics.willRead(file: file)
            let label = index == 0 ? nil : "conf.d/\(file.split(separator: "/").last ?? "")"
            guard let bytes = files.read(path: file, label: label),
                let text = files.text(of: bytes, file: file)
            else {
                guard index > 0 else { break }
                continue
            }
            add(text, file: file, to: &root, diagnostics)
            // Without the main file every key of it would be reported missing from the others.
            guard index > 0 || root != nil || !diagnostics.hasErrors else { break }
        }
        return root
    }

    /// Reads a configuration from text.
    ///
    /// - Parameters:
    ///   - text: YAML.
    ///   - file: the name that errors show.
    ///   - directory: where a relative `units_file` is looked for.
    ///   - directories: what the service manager gave, which wins over `paths`.
    /// - Returns: the validated configuration, perhaps with warnings.
    /// - Throws: ``ConfigurationErrors`` with everything that is wrong.
    package static func parse(
        text: String, file: String, relativeTo directory: String,
        directories: HostDirectories = HostDirectories()
    ) throws(ConfigurationErrors) -> SiteConfiguration {
        let diagnostics = Diagnostics()
        let files = ConfigurationFiles(diagnostics: diagnostics)
        diagnostics.willRead(file: file)
        files.took(Array(text.utf8), path: file, label: nil)
        var root: ConfigurationNode?
        add(text, file: file, to: &root, diagnostics)
        return try make(root, mainFile: file, folder: directory, directories, files, diagnostics)
    }

    private static func add(
        _ text: String, file: String, to root: inout ConfigurationNode?, _ diagnostics: Diagnostics
    ) {
        var document = YAMLDocument(file: file, diagnostics: diagnostics)
        guard let node = document.read(text) else { return }
        if case .nothing = node.content { return }
        guard case .map = node.content else {
            diagnostics.report("the file is \(node.kindName); write keys such as site:", at: node.position)
            return
        }
        root?.lay(node, appending: ["groups", "sources"])
        if root == nil { root = node }
    }

    static func make(
        _ root: ConfigurationNode?, mainFile: String, folder: String, _ directories: HostDirectories,
        _ files: ConfigurationFiles, _ diagnostics: Diagnostics
    ) throws(ConfigurationErrors) -> SiteConfiguration {
        guard let root else { throw failure(of: mainFile, diagnostics) }
        let top = SectionReader(.top, root, diagnostics)
        let economics = EconomicsReader(top).economics
        let groups = GroupsReader.read(
            top, powerUsageEffectiveness: economics.powerUsageEffectiveness, folder: folder, files: files)
        var policy = PolicyReader(top).policy(economics: economics, groups: groups.map(\.policy))
        let host = HostReader(top, folder: folder, directories: directories).host
        let sources = SourcesReader(top, folder: folder, host: host).sources
        let settlement = SettlementReader(top, policy: policy).settlement
        policy.economics.follow(settlement.contracts)
        policy.meter = settlement.meter
        let fleet = FleetReader(top).fleet(groups: groups.map(\.fleet))
        guard !diagnostics.hasErrors else { throw diagnostics.failure }
        let advice = ConfigurationAdvice(
            policy: policy, sources: sources, fleet: fleet, top: top)
        advice.give()
        return SiteConfiguration(
            policy: policy, settlement: settlement, sources: sources, fleet: fleet, host: host,
            warnings: diagnostics.warnings, digestInput: files.digestInput, files: files.paths)
    }

    /// What ends the reading of files that hold nothing, or nothing readable.
    static func failure(of mainFile: String, _ diagnostics: Diagnostics) -> ConfigurationErrors {
        if !diagnostics.hasErrors {
            diagnostics.report(
                "the file holds no configuration; start from Config/curtaild.yaml", at: .file(mainFile))
        }
        return diagnostics.failure
    }

    /// The files of `conf.d` in name order; editors' and packages' leftovers end otherwise and are left out.
    private static func additions(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        .map { "\(folder)/\($0)" }
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

extension String {
    /// This path, taken from a folder unless it is absolute.
    func resolved(in folder: String) -> String { hasPrefix("/") ? self : "\(folder)/\(self)" }
}
