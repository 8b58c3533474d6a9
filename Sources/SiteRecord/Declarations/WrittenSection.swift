/// One map of the configuration as it was written, with the places of its keys.
package struct WrittenSection {
    /// The section's value, whatever its shape; nil when the section is absent, and every key then has its default.
    package let node: ConfigurationNode?
    /// Receives every problem found while reading.
    package let diagnostics: Diagnostics
    private let name: String
    /// Stands before the key in messages; empty in entries of lists, whose position says enough.
    private let prefix: String
    /// The place where the section would stand when it is absent.
    private let fallback: TextPosition

    /// The root of a configuration.
    package init(root: ConfigurationNode?, _ diagnostics: Diagnostics) {
        self.init(root, "", diagnostics, prefix: "", fallback: .file("the configuration"))
    }

    private init(
        _ node: ConfigurationNode?, _ name: String, _ diagnostics: Diagnostics, prefix: String,
        fallback: TextPosition
    ) {
        self.node = node
        self.diagnostics = diagnostics
        self.name = name
        self.prefix = prefix
        self.fallback = fallback
    }

    /// The map of a key of this map.
    package func section(_ key: String) -> WrittenSection {
        WrittenSection(
            value(key), key, diagnostics, prefix: "\(prefix)\(key).", fallback: node?.position ?? fallback)
    }

    /// The maps of a list of this map, in their order.
    package func entries(_ key: String) -> [WrittenSection] {
        (value(key)?.elements ?? []).map {
            WrittenSection($0, key, diagnostics, prefix: "", fallback: $0.position)
        }
    }

    /// Whether the section is a map or absent; anything else is reported.
    func hasShape() -> Bool {
        guard let node else { return true }
        if case .map = node.content { return true }
        diagnostics.report(
            name.isEmpty
                ? "the file is \(node.kindName); write keys such as site:"
                : "\(name) is \(node.kindName); write its keys below it, or {} for the defaults",
            at: node.position)
        return false
    }

    /// Whether keys were read without a mistake, or are absent and not required.
    ///
    /// Meaningful once the section that declares them was read.
    package func isRight(_ keys: [String]) -> Bool {
        diagnostics.wrongKeys(of: node?.position ?? fallback).isDisjoint(with: keys)
    }

    func noteWrong(_ keys: Set<String>) {
        diagnostics.note(wrong: keys, of: node?.position ?? fallback)
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
    /// The value as it stands in the file.
    package let node: ConfigurationNode
    /// The name of its key.
    package let key: String
    /// The section that the key stands in, where problems are reported.
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
