/// One key of a configuration, found by its dotted path.
package struct ConfigurationKey: Hashable, Sendable {
    /// One step down from the root.
    enum Step: Hashable {
        case key(String)
        /// Of a list, counted from 0.
        case element(Int)
    }

    /// As it was written: `price.min_down_s`, `groups.0.unit_w` or `groups.hall-a.unit_w`.
    package let path: String
    let steps: [Step]

    /// Whether two paths lead to the same place, by number or by name.
    package static func == (left: ConfigurationKey, right: ConfigurationKey) -> Bool {
        left.steps == right.steps
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(steps) }

    /// The path with numbers for names, equal for equal keys.
    var numbered: String {
        steps.map { step in
            switch step {
            case .key(let key): key
            case .element(let index): "\(index)"
            }
        }
        .joined(separator: ".")
    }
}

/// Why a dotted path leads nowhere; says what would.
package struct ConfigurationKeyFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The dotted path that names no key.
    package let path: String
    /// The sentence that says which there are.
    package let remedy: String

    package var description: String { "\"\(path.prefix(120))\" is no key to set: \(remedy)" }
}

/// A key and the text that takes the place of its value.
package struct ConfigurationSetting: Hashable, Sendable, CustomStringConvertible {
    /// The key itself.
    package let key: ConfigurationKey
    /// A single value, as it would stand in the file.
    package let value: String

    package init(_ key: ConfigurationKey, _ value: String) {
        self.key = key
        self.value = value
    }

    package var description: String { "\(key.path)=\(value)" }
}
