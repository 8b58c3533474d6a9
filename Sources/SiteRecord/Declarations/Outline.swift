/// A section without its types: what messages, dotted paths and the documentation need.
package struct SectionOutline: Sendable {
    /// The key under which the section stands; empty for the root.
    package let name: String
    /// The heading in the documentation.
    package let documentation: String
    /// The keys that tell an entry of a list from the others.
    package let identity: [String]
    /// Whether the shipped file switches the section on, where it is off without being written.
    package let isShippedOn: Bool
    /// The keys, in the order of the declaration.
    package let keys: [KeyOutline]

    /// The key of a name; nil when there is none.
    package func key(_ name: String) -> KeyOutline? { keys.first { $0.name == name } }

    /// The section and all below it.
    package var all: [SectionOutline] { [self] + keys.flatMap { $0.kind.inner?.all ?? [] } }
}

/// A key without its type.
package struct KeyOutline: Sendable {
    /// The key as it is written in the file.
    package let name: String
    /// The text of the documentation.
    package let documentation: String
    /// Whether the key has to be written.
    package let isRequired: Bool
    /// The text that the shipped file shows where that is not the default; begins with # where it is off.
    package let sample: String?
    /// The form of its value, without the type.
    package let kind: KindOutline
    /// The default.
    package var standard = SettingValue.absent("none")
}

/// How a value is written, without its type.
package struct KindOutline: Sendable {
    /// The form of the value, for messages: `a number`, `true or false`.
    package var wanted: String
    /// The unit of a number as people write it, `s` or `USD/MWh`; empty where there is none.
    package var unit = ""
    /// The values that are allowed, for the documentation: `0 to 604800`, `hold, release or curtail`.
    package var allowed = ""
    /// The section that stands below the key, once or in each entry of a list.
    package var inner: SectionOutline?
    /// Whether the value is a list of sections.
    package var isList = false
    /// Whether writing the section at all turns something on.
    package var isSwitch = false

    package init(
        wanted: String, unit: String = "", allowed: String = "", inner: SectionOutline? = nil,
        isList: Bool = false, isSwitch: Bool = false
    ) {
        self.wanted = wanted
        self.unit = unit
        self.allowed = allowed
        self.inner = inner
        self.isList = isList
        self.isSwitch = isSwitch
    }
}

extension SectionOutline {
    /// Reports every key below a node that no section declares, with the one that was probably meant.
    ///
    /// - Parameters:
    ///   - node: the map of this section.
    ///   - root: the whole configuration, where a key may belong elsewhere.
    ///   - diagnostics: takes the reports.
    package func reportUnknownKeys(
        in node: ConfigurationNode, of root: SectionOutline, _ diagnostics: Diagnostics
    ) {
        for member in node.members {
            guard let key = key(member.key) else {
                diagnostics.report(
                    "unknown key \"\(member.key.prefix(80))\"; \(remedy(for: member.key, in: root))",
                    at: member.keyPosition)
                continue
            }
            guard let inner = key.kind.inner else { continue }
            for below in key.kind.isList ? member.value.elements : [member.value] {
                inner.reportUnknownKeys(in: below, of: root, diagnostics)
            }
        }
    }

    /// The advice about a key that this section does not have.
    package func remedy(for name: String, in root: SectionOutline) -> String {
        let known = keys.map(\.name)
        if let near = NearestName.of(name, among: known) { return "did you mean \"\(near)\"?" }
        if let owner = root.all.first(where: { !$0.name.isEmpty && $0.key(name) != nil }) {
            return "it belongs under \(owner.name)"
        }
        return "known here: \(known.joined(separator: ", "))"
    }
}
