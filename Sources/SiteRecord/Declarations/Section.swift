/// A section of the configuration: its keys, each declared once.
///
/// To add a key, give the policy a property with its default and the section one ``Key`` in the same file:
///
/// ```swift
/// package struct PricePolicy: Declared {
///     package var minimumDown = TimeSpan.seconds(900)
///     package static let section = Section("price", "Curtails …", of: PricePolicy()) {
///         Key("min_down_s", \.minimumDown, .seconds(in: .zero...(.week)), "Once curtailed, …")
///     }
/// }
/// ```
///
/// From the declaration follow: the key is known (and offered when another is misspelt), read with line and column, held
/// against its range, compared at a reload, set by `replay --sweep SECTION.KEY=`, written to and read from the ledger, and
/// documented in `Config/curtaild.yaml`: `CURTAILD_WRITE_REFERENCE=1 swift test --filter ShippedConfiguration` writes that
/// file anew, and without the variable the test compares it. A program's section stands in the program's own file and in
/// no other list than the table of programs. All that is left to write is the use of the value.
package struct Section<Root: Hashable & Sendable>: Sendable {
    /// The key under which the section stands; empty for the root of the file.
    package let name: String
    /// The heading of the section in the documentation.
    package let documentation: String
    /// In the order of the documentation and of records.
    package let keys: [Key<Root>]
    /// The value of a section that is written without any key.
    package let standard: Root
    /// Contradictions between keys.
    package let rules: [Rule<Root>]
    /// Names, ranges and documentation, without the types.
    package let outline: SectionOutline

    /// Declares a section.
    ///
    /// - Parameters:
    ///   - name: the key under which it stands.
    ///   - documentation: its heading for the operator.
    ///   - standard: the defaults of all keys.
    ///   - identity: the keys that tell an entry of a list from the others; empty where the section is no entry.
    ///   - isShippedOn: whether the shipped file switches the section on, where it is off without being written.
    ///   - rules: what the keys must not say together.
    ///   - keys: in the order of the documentation.
    package init(
        _ name: String, _ documentation: String, of standard: Root, identity: [String] = [],
        isShippedOn: Bool = false, rules: [Rule<Root>] = [], @KeyList<Root> keys: () -> [Key<Root>]
    ) {
        let keys = keys()
        self.name = name
        self.documentation = documentation
        self.keys = keys
        self.standard = standard
        self.rules = rules
        outline = SectionOutline(
            name: name, documentation: documentation, identity: identity,
            isShippedOn: isShippedOn, keys: keys.map { $0.outline(standard) })
    }

    /// Reads the keys that are written; the others keep the values that `root` has.
    ///
    /// Mistakes are reported; ``WrittenSection/isRight(_:)`` then tells of which keys.
    package func read(_ written: WrittenSection, into root: inout Root) {
        guard written.hasShape() else {
            written.noteWrong(Set(keys.map(\.outline.name)))
            return
        }
        written.noteWrong(Set(keys.filter { !$0.read(written, &root) }.map(\.outline.name)))
        guard !written.diagnostics.isOfRecord else { return }
        for rule in rules where written.isRight(rule.keys) { rule.check(root, written) }
    }

    /// The value of every key, as it would stand in a file.
    package func settings(_ root: Root) -> [Setting] {
        keys.map { Setting(name: $0.outline.name, value: $0.show(root)) }
    }

    /// The name of an entry of a list: the values of the keys that tell it from the others.
    func name(of root: Root) -> String {
        settings(root).filter { outline.identity.contains($0.name) }.map(\.value.word).joined(separator: " ")
    }
}

/// A contradiction between keys of one section, which is ordinary code with positions.
package struct Rule<Root: Sendable>: Sendable {
    let keys: [String]
    let check: @Sendable (Root, WrittenSection) -> Void

    /// Declares a rule.
    ///
    /// - Parameters:
    ///   - keys: the rule is asked only where each of these was read without a mistake, or has its default.
    ///   - check: reports the contradiction, if there is one, at the place of a key.
    package init(on keys: [String], _ check: @escaping @Sendable (Root, WrittenSection) -> Void) {
        self.keys = keys
        self.check = check
    }
}

/// Lists the keys of a section one below the other; lists of keys made elsewhere may stand among them.
@resultBuilder
package enum KeyList<Root: Hashable & Sendable> {
    /// One key of the list.
    package static func buildExpression(_ key: Key<Root>) -> [Key<Root>] { [key] }
    /// Keys that were declared together.
    package static func buildExpression(_ keys: [Key<Root>]) -> [Key<Root>] { keys }
    /// All of them, in order.
    package static func buildBlock(_ parts: [Key<Root>]...) -> [Key<Root>] { parts.flatMap(\.self) }
}

/// Values that one section declares, with the canonical record that follows from it.
///
/// A record holds every key with its text of a file. A key that an older record lacks had no effect then and takes its
/// default; a member that no key declares is refused.
package protocol Declared: CanonicallyRecorded, Hashable, Sendable {
    static var section: Section<Self> { get }
}

extension Declared {
    package func write(to writer: inout CanonicalWriter) {
        SettingValue.section(Self.section.settings(self)).write(to: &writer)
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self = try Self.section.value(recorded: value)
    }
}

extension Section {
    /// Reads the record that ``Declared`` writes.
    ///
    /// - Throws: ``CanonicalFailure`` with the first thing that is wrong.
    package func value(recorded value: CanonicalValue) throws(CanonicalFailure) -> Root {
        let diagnostics = Diagnostics(isOfRecord: true)
        let node = ConfigurationNode(recorded: value)
        var root = standard
        outline.reportUnknownKeys(in: node, of: outline, diagnostics)
        read(WrittenSection(root: node, diagnostics), into: &root)
        if let error = diagnostics.errors.first { throw CanonicalFailure(error.message) }
        return root
    }
}
