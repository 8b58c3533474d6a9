/// The value of a key as it would stand in a file, whatever its type.
package indirect enum SettingValue: Hashable, Sendable {
    /// No value, and the word for that: `none`, `any`, `off`.
    case absent(String)
    case text(String)
    case list([String])
    /// A map of keys in the order of their declaration.
    case section([Setting])
    /// A list of maps, each with the name that tells it from the others.
    case entries([Entry])

    /// One entry of a list of maps.
    package struct Entry: Hashable, Sendable {
        /// The text that tells the entry from the others of its list.
        package let name: String
        /// The keys of the entry and their values.
        package let settings: [Setting]

        package init(name: String, settings: [Setting]) {
            self.name = name
            self.settings = settings
        }
    }

    /// The value in one line, for people.
    package var word: String {
        switch self {
        case .absent(let word): word
        case .text(let text): text
        case .list(let words): "[\(words.joined(separator: ", "))]"
        case .section: "on"
        case .entries(let entries): entries.count == 1 ? "1 entry" : "\(entries.count) entries"
        }
    }
}

/// A key and its value.
package struct Setting: Hashable, Sendable {
    /// The key as it is written in the file.
    package let name: String
    /// The value of the key.
    package let value: SettingValue

    package init(name: String, value: SettingValue) {
        self.name = name
        self.value = value
    }
}

extension SettingValue: CanonicallyWritten {
    package func write(to writer: inout CanonicalWriter) {
        switch self {
        case .absent: writer.null()
        case .text(let text): writer.string(text)
        case .list(let words): writer.array(words) { $0.string($1) }
        case .section(let settings): writer.object { Self.write(settings, to: &$0) }
        case .entries(let entries):
            writer.array(entries) { writer, entry in writer.object { Self.write(entry.settings, to: &$0) } }
        }
    }

    /// Writes keys as members of the record that is open; a key without a value is left out.
    package static func write(_ settings: [Setting], to writer: inout CanonicalWriter) {
        for setting in settings {
            if case .absent = setting.value { continue }
            writer.member(setting.name, setting.value)
        }
    }
}

extension SettingValue {
    /// The changes from this value to another, in the operator's words, such as `price.min_down_s 900 → 600`.
    ///
    /// - Parameters:
    ///   - new: the value that takes its place.
    ///   - path: the dotted path of the key, as `replay --sweep` writes it.
    /// - Returns: the differences, a line each.
    package func changes(to new: SettingValue, at path: String) -> [String] {
        switch (self, new) {
        case (.section(let old), .section(let new)): Self.changes(old, new, below: path)
        case (.entries(let old), .entries(let new)): Self.changes(old, new, of: path)
        case (_, _) where self == new: []
        case (.absent, _), (.text, _), (.list, _), (.section, _), (.entries, _):
            ["\(path) \(word) → \(new.word)"]
        }
    }

    private static func changes(_ old: [Setting], _ new: [Setting], below path: String) -> [String] {
        let prefix = path.isEmpty ? "" : "\(path)."
        func value(_ name: String, _ settings: [Setting]) -> SettingValue {
            settings.first { $0.name == name }?.value ?? .absent("none")
        }
        let removed = old.filter { setting in !new.contains { $0.name == setting.name } }
        return (new + removed).flatMap { setting in
            value(setting.name, old).changes(to: value(setting.name, new), at: prefix + setting.name)
        }
    }

    private static func changes(_ old: [Entry], _ new: [Entry], of path: String) -> [String] {
        let (before, now) = (Set(old.map(\.name)), Set(new.map(\.name)))
        let removed = old.filter { !now.contains($0.name) }.map { "\(path).\($0.name) removed" }
        let rest = new.flatMap { entry -> [String] in
            guard let was = old.first(where: { $0.name == entry.name }) else {
                return ["\(path).\(entry.name) added"]
            }
            return changes(was.settings, entry.settings, below: "\(path).\(entry.name)")
        }
        let isReordered = old.map(\.name).filter(now.contains) != new.map(\.name).filter(before.contains)
        return removed + rest + (isReordered ? ["the order of \(path) changed"] : [])
    }
}
