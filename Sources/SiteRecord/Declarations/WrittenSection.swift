/// One map of the configuration as it was written, with the places of its keys.
package struct WrittenSection {
    /// The map; nil when the section is absent, and every key then has its default.
    package let node: ConfigurationNode?
    package let diagnostics: Diagnostics
    /// Stands before the key in messages; empty in entries of lists, whose position says enough.
    let prefix: String
    /// The place where the section would stand when it is absent.
    private let fallback: TextPosition

    /// Begins to read a map; anything else than a map is reported and counts as absent.
    ///
    /// - Parameters:
    ///   - node: the value of the section's key; nil when it is not written.
    ///   - name: the section's name, empty for the root.
    ///   - diagnostics: takes what is wrong.
    ///   - prefix: stands before the keys in messages.
    ///   - fallback: the place of an absent section.
    package init(
        _ node: ConfigurationNode?, named name: String, _ diagnostics: Diagnostics, prefix: String? = nil,
        within fallback: TextPosition = .file("the configuration")
    ) {
        self.diagnostics = diagnostics
        self.prefix = prefix ?? (name.isEmpty ? "" : "\(name).")
        self.fallback = fallback
        switch node?.content {
        case .map: self.node = node
        case nil: self.node = nil
        case .nothing, .scalar, .list:
            let remedy =
                name.isEmpty ? "write keys such as site:" : "write its keys below it, or {} for the defaults"
            if let node {
                diagnostics.report(
                    "\(name.isEmpty ? "the file" : name) is \(node.kindName); \(remedy)", at: node.position)
            }
            self.node = nil
        }
    }

    /// The map of a key of this map.
    package func section(_ key: String) -> WrittenSection {
        WrittenSection(
            value(key), named: key, diagnostics, prefix: "\(prefix)\(key).",
            within: node?.position ?? fallback)
    }

    /// The maps of a list of this map; what is no map counts as an empty one, and has been reported.
    package func entries(_ key: String) -> [WrittenSection] {
        (value(key)?.elements ?? []).map { WrittenSection($0, named: key, diagnostics, prefix: "") }
    }

    /// Whether the key is written.
    package func has(_ key: String) -> Bool { value(key) != nil }

    /// The key's value as it was written.
    package func value(_ key: String) -> ConfigurationNode? { node?.value(key) }

    /// The place of the key's value, or of the map when the key is absent.
    package func position(of key: String) -> TextPosition {
        value(key)?.position ?? node?.position ?? fallback
    }

    /// The place of the key itself, or of the map when the key is absent.
    package func keyPosition(of key: String) -> TextPosition {
        node?.members.first { $0.key == key }?.keyPosition ?? position(of: key)
    }

    /// Reports a mistake in a key's value.
    package func report(_ key: String, _ message: String, at position: TextPosition? = nil) {
        diagnostics.report("\(prefix)\(key): \(message)", at: position ?? self.position(of: key))
    }

    /// Whether a key that has to be written is; reported when it is not.
    package func requires(_ key: String, wanted: String) -> Bool {
        if has(key) { return true }
        guard let node else { return false }
        diagnostics.report("\(prefix)\(key) is missing; write \(wanted)", at: node.position)
        return false
    }
}

/// The value of one key as it was written.
package struct WrittenValue {
    package let node: ConfigurationNode
    package let key: String
    package let section: WrittenSection

    /// Whether a record is read, which no range is held against.
    package var isRecorded: Bool { section.diagnostics.isOfRecord }

    /// Reports a mistake, at the value unless another place is given.
    package func report(_ message: String, at position: TextPosition? = nil) {
        section.report(key, message, at: position ?? node.position)
    }

    /// The text of a single value; nil for anything else, which has been reported.
    func scalar(wanted: String) -> String? {
        switch node.content {
        case .scalar(let text): return text
        case .nothing: report("there is no value; write \(wanted), or delete the line for the default")
        case .list, .map: report("this is \(node.kindName); write \(wanted)")
        }
        return nil
    }
}
