import SiteRecord
import CurtailmentEngine
import Foundation
import Settlement
import SitePorts
import SiteRecord

extension SiteConfiguration {
    /// Reads a configuration with the `conf.d/*.yaml` beside it, in name order.
    ///
    /// - Parameters:
    ///   - path: the main file.
    ///   - context: the drivers there are, and what the host gives.
    /// - Returns: the validated configuration, perhaps with warnings.
    /// - Throws: ``ConfigurationErrors`` with everything that is wrong.
    package static func load(
        path: String, in context: ConfigurationContext = ConfigurationContext()
    ) throws(ConfigurationErrors) -> SiteConfiguration {
        let diagnostics = Diagnostics()
        let files = ConfigurationFiles(diagnostics: diagnostics)
        let root = root(path: path, files, diagnostics)
        return try make(root, mainFile: path, folder: parent(of: path), context, files, diagnostics)
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
    ///   - context: the drivers there are, and what the host gives.
    /// - Returns: the validated configuration, perhaps with warnings.
    /// - Throws: ``ConfigurationErrors`` with everything that is wrong.
    package static func parse(
        text: String, file: String, relativeTo directory: String,
        in context: ConfigurationContext = ConfigurationContext()
    ) throws(ConfigurationErrors) -> SiteConfiguration {
        let diagnostics = Diagnostics()
        let files = ConfigurationFiles(diagnostics: diagnostics)
        diagnostics.willRead(file: file)
        files.took(Array(text.utf8), path: file, label: nil)
        var root: ConfigurationNode?
        add(text, file: file, to: &root, diagnostics)
        return try make(root, mainFile: file, folder: directory, context, files, diagnostics)
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
        _ root: ConfigurationNode?, mainFile: String, folder: String, _ context: ConfigurationContext,
        _ files: ConfigurationFiles, _ diagnostics: Diagnostics
    ) throws(ConfigurationErrors) -> SiteConfiguration {
        guard let root else { throw failure(of: mainFile, diagnostics) }
        let top = WrittenSection(root: root, diagnostics)
        var settings = SiteSettings()
        let section = SiteSettings.section(of: context.drivers)
        section.outline.reportUnknownKeys(in: root, of: section.outline, diagnostics)
        section.read(top, into: &settings)
        settings.host.place(in: folder, context.directories, top)
        var reader = GroupsReader(
            powerUsageEffectiveness: settings.policy.economics.powerUsageEffectiveness, folder: folder,
            files: files, context: context, diagnostics)
        let groups = zip(settings.groups, top.entries("groups")).compactMap { reader.group($0, $1) }
        settings.policy.groups = groups.map(\.policy)
        settings.fleet.groups = groups.map(\.fleet)
        SettlementRules(top).complete(&settings)
        let sources = SourcesReader(folder: folder, host: settings.host)
            .sources(settings.sources, top.entries("sources"))
        settings.sources = SourceEntry.withBuiltIn(settings.sources)
        guard !diagnostics.hasErrors else { throw diagnostics.failure }
        ConfigurationAdvice(settings: settings, sources: sources, top: top).give()
        return SiteConfiguration(
            policy: settings.policy, settlement: settings.settlement, sources: sources, fleet: settings.fleet,
            host: settings.host, settings: settings, drivers: context.drivers, warnings: diagnostics.warnings,
            digestInput: files.digestInput, files: files.paths)
    }

    /// The error of files that hold nothing, or nothing readable.
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
