/// One key of a section, with everything that is known of it.
package struct Key<Root: Hashable & Sendable>: Sendable {
    /// Reads the key if it is written; false when it is wrong or missing, which has been reported.
    let read: @Sendable (WrittenSection, inout Root) -> Bool
    /// The value as it would stand in a file.
    let show: @Sendable (Root) -> SettingValue
    /// Without the default, which the section knows.
    package let outline: KeyOutline

    /// Declares a key.
    ///
    /// - Parameters:
    ///   - name: as it stands in the file, with its unit at the end (`_s`, `_mw`, `_usd_per_mwh`).
    ///   - path: the value among those of the section; its default is that of the section's standard value.
    ///   - kind: how the value is written, and its range.
    ///   - documentation: its meaning for the operator, in a sentence or two.
    ///   - isRequired: whether the key has to be written.
    ///   - sample: the text that the shipped file shows where that is not the default: a value, `#` and a value
    ///     where the key is off as shipped, or the whole entries of a list of sections.
    package init<Value: Hashable & Sendable>(
        _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, _ kind: Kind<Value>,
        _ documentation: String, isRequired: Bool = false, sample: String? = nil
    ) {
        outline = KeyOutline(
            name: name, documentation: documentation, isRequired: isRequired, sample: sample,
            kind: kind.outline)
        show = { kind.show($0[keyPath: path]) }
        read = { written, root in
            guard let node = written.value(name) else {
                return !isRequired || written.requires(name, wanted: kind.outline.wanted)
            }
            let value = WrittenValue(node: node, key: name, section: written)
            guard let read = kind.read(value, root[keyPath: path]) else { return false }
            root[keyPath: path] = read
            return true
        }
    }

    /// Declares a section that stands below its name and is always in force.
    package init<Inner>(
        _ section: Section<Inner>, _ path: any WritableKeyPath<Root, Inner> & Sendable,
        isRequired: Bool = false
    ) {
        self.init(section.name, path, .section(section), section.documentation, isRequired: isRequired)
    }

    /// Declares a section that has no value unless it is written: a program, a block.
    ///
    /// - Parameters:
    ///   - section: the section.
    ///   - path: its value among those of the section that holds it.
    ///   - none: the word for no value; `off` where the section switches something on.
    package init<Inner>(
        _ section: Section<Inner>, _ path: any WritableKeyPath<Root, Inner?> & Sendable, none: String = "off"
    ) {
        self.init(section.name, path, .optional(.section(section), none: none), section.documentation)
    }

    /// The key with the default that its section's standard value gives it.
    func outline(_ standard: Root) -> KeyOutline {
        var outline = outline
        outline.standard = show(standard)
        return outline
    }

    /// The same key of a value that holds the root.
    package func within<Outer: Hashable & Sendable>(
        _ path: any WritableKeyPath<Outer, Root> & Sendable
    ) -> Key<Outer> {
        Key<Outer>(
            outline: outline, show: { [show] in show($0[keyPath: path]) },
            read: { [read] written, outer in read(written, &outer[keyPath: path]) })
    }

    private init(
        outline: KeyOutline, show: @escaping @Sendable (Root) -> SettingValue,
        read: @escaping @Sendable (WrittenSection, inout Root) -> Bool
    ) {
        self.outline = outline
        self.show = show
        self.read = read
    }
}
