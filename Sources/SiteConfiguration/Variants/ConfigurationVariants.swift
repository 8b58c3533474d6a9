import SiteRecord

/// A configuration read once, of which variants are made by setting single keys before anything is validated.
package struct ConfigurationVariants: Sendable {
    private let root: ConfigurationNode
    private let mainFile: String
    private let folder: String
    private let context: ConfigurationContext
    private let paths: [String]
    private let digestInput: [UInt8]

    /// Reads a configuration with the `conf.d/*.yaml` beside it, as ``SiteConfiguration/load(path:in:)`` does.
    ///
    /// - Parameters:
    ///   - path: the main file.
    ///   - context: the drivers there are.
    /// - Throws: ``ConfigurationErrors`` when the text cannot be read; what it says is not looked at yet.
    package init(
        path: String, in context: ConfigurationContext = ConfigurationContext()
    ) throws(ConfigurationErrors) {
        self.context = context
        let diagnostics = Diagnostics()
        let files = ConfigurationFiles(diagnostics: diagnostics)
        let root = SiteConfiguration.root(path: path, files, diagnostics)
        guard let root, !diagnostics.hasErrors else {
            throw SiteConfiguration.failure(of: path, diagnostics)
        }
        self.root = root
        mainFile = path
        folder = SiteConfiguration.parent(of: path)
        paths = files.paths
        digestInput = files.digestInput
    }

    /// Finds a key to set.
    ///
    /// - Parameter path: `price.min_down_s`, `groups.0.unit_w`, `groups.hall-a.unit_w`.
    /// - Returns: the key, whether or not it has a value yet.
    /// - Throws: ``ConfigurationKeyFailure`` with the nearest key that is known.
    package func key(_ path: String) throws(ConfigurationKeyFailure) -> ConfigurationKey {
        try ConfigurationKeyFinder.find(
            path, in: root, of: SiteSettings.section(of: context.drivers).outline)
    }

    /// The configuration with some keys set, validated like any other.
    ///
    /// - Parameter settings: keys of this configuration, each once.
    /// - Returns: the variant; its digest covers the files and the settings in the order of their keys.
    /// - Throws: ``ConfigurationErrors``; what is wrong with a set value stands at `KEY=VALUE`.
    package func configuration(
        setting settings: [ConfigurationSetting]
    ) throws(ConfigurationErrors) -> SiteConfiguration {
        let diagnostics = Diagnostics()
        let files = ConfigurationFiles(
            diagnostics: diagnostics, paths: paths, digestInput: digestInput)
        var root = root
        for setting in settings.sorted(by: { $0.key.numbered < $1.key.numbered }) {
            let place = TextPosition.file("\(setting)")
            let node = ConfigurationNode(position: place, content: .scalar(setting.value))
            root.set(setting.key.steps[...], to: node)
            files.took(setting: "\(setting.key.numbered)=\(setting.value)")
        }
        return try SiteConfiguration.make(
            root, mainFile: mainFile, folder: folder, context, files, diagnostics)
    }
}

extension ConfigurationNode {
    /// Puts a value at the end of a path; maps that are missing on the way are made.
    fileprivate mutating func set(_ steps: ArraySlice<ConfigurationKey.Step>, to node: ConfigurationNode) {
        guard let step = steps.first else {
            self = node
            return
        }
        switch (step, content) {
        case (.element(let index), .list(var elements)):
            elements[index].set(steps.dropFirst(), to: node)
            content = .list(elements)
        case (.key(let key), .map(var members)):
            if let index = members.firstIndex(where: { $0.key == key }) {
                members[index].value.set(steps.dropFirst(), to: node)
            } else {
                members.append(.missing(key, steps.dropFirst(), node))
            }
            content = .map(members)
        case (.key(let key), .nothing):
            content = .map([.missing(key, steps.dropFirst(), node)])
        case (.element, _), (.key, _):
            // The path was found in this very tree; a key below a single value is reported by whoever reads it.
            break
        }
    }
}

extension ConfigurationNode.Member {
    /// A key that was not written, with what is to stand below it.
    fileprivate static func missing(
        _ key: String, _ steps: ArraySlice<ConfigurationKey.Step>, _ node: ConfigurationNode
    ) -> Self {
        var value = ConfigurationNode(
            position: node.position, content: steps.isEmpty ? .nothing : .map([]))
        value.set(steps, to: node)
        return Self(key: key, keyPosition: node.position, value: value)
    }
}
