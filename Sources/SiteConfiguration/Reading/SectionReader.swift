import SiteRecord
import GridUnits

/// Reads one map of the configuration key by key; what is wrong goes to the diagnostics and reading goes on.
struct SectionReader {
    let section: ConfigurationSection
    /// The map itself; nil when the section is absent, and every key then has its default.
    let node: ConfigurationNode?
    let diagnostics: Diagnostics
    /// Stands before the key in messages; empty in lists, whose position says enough.
    private let prefix: String
    /// Where the section would stand when it is absent.
    private let fallback: TextPosition

    init(
        _ section: ConfigurationSection, _ node: ConfigurationNode?, _ diagnostics: Diagnostics,
        within fallback: TextPosition = .file("the configuration")
    ) {
        self.fallback = fallback
        self.section = section
        self.diagnostics = diagnostics
        switch section {
        case .top, .group, .unit, .source, .contract, .emergencyResponse, .emergencyResponsePeriod,
            .coincidentPeak, .peak:
            prefix = ""
        case .site, .economics, .price, .underfrequency, .restore, .gridAlarms, .settlement, .simulation,
            .fleet, .control, .paths, .ledger, .block:
            prefix = "\(section.rawValue)."
        }
        guard let node else {
            self.node = nil
            return
        }
        guard case .map(let members) = node.content else {
            let name = section == .top ? "the file" : section.rawValue
            let remedy =
                section == .top
                ? "write keys such as site:" : "write its keys below it, or {} for the defaults"
            diagnostics.report("\(name) is \(node.kindName); \(remedy)", at: node.position)
            self.node = nil
            return
        }
        self.node = node
        for member in members where !section.keys.contains(member.key) {
            diagnostics.report(
                "unknown key \"\(member.key.prefix(80))\"; \(section.remedy(for: member.key))",
                at: member.keyPosition)
        }
    }

    /// The map of a key of this map.
    func section(_ inner: ConfigurationSection) -> SectionReader {
        SectionReader(inner, value(inner.rawValue), diagnostics, within: node?.position ?? fallback)
    }

    /// The values of a declared section.
    func value<Root>(of declared: Section<Root>) -> Root {
        var root = declared.standard
        declared.read(
            WrittenSection(node, named: declared.name, diagnostics, within: fallback), into: &root)
        return root
    }

    func has(_ key: String) -> Bool { value(key) != nil }

    func value(_ key: String) -> ConfigurationNode? {
        assert(section.keys.contains(key), "\(key) is not in the list of keys of \(section)")
        return node?.members.first { $0.key == key }?.value
    }

    /// Where the key's value stands, or the map when the key is absent.
    func position(of key: String) -> TextPosition {
        value(key)?.position ?? node?.position ?? fallback
    }

    /// Where the key itself stands, or the map when the key is absent.
    func keyPosition(of key: String) -> TextPosition {
        node?.members.first { $0.key == key }?.keyPosition ?? position(of: key)
    }

    func report(_ key: String, _ message: String) {
        reportElement(of: key, message, at: position(of: key))
    }

    /// Reports something about a part of a key's value.
    func reportElement(of key: String, _ message: String, at position: TextPosition) {
        diagnostics.report("\(prefix)\(key): \(message)", at: position)
    }

    /// The text of a scalar; nil when absent or wrong, which has then been reported.
    ///
    /// - Parameters:
    ///   - key: one of the section's keys.
    ///   - wanted: what to write instead, for the message.
    /// - Returns: the text as it stands, without quotes.
    func scalar(_ key: String, wanted: String) -> String? {
        guard let value = value(key) else { return nil }
        switch value.content {
        case .scalar(let text): return text
        case .nothing:
            report(key, "there is no value; write \(wanted), or delete the line for the default")
        case .list, .map:
            report(key, "this is \(value.kindName); write \(wanted)")
        }
        return nil
    }

    /// A text that has to be there.
    func required(_ key: String, wanted: String) -> String? {
        requires(key, wanted: wanted) ? scalar(key, wanted: wanted) : nil
    }

    /// Whether a key that has to be there is there; reported when it is not.
    func requires(_ key: String, wanted: String) -> Bool {
        if has(key) { return true }
        guard let node else { return false }
        diagnostics.report("\(prefix)\(key) is missing; write \(wanted)", at: node.position)
        return false
    }

    /// A name that may stand in paths and on the wire.
    func name(_ key: String) -> String? {
        guard let text = required(key, wanted: "a name") else { return nil }
        guard let problem = NameText.problem(text) else { return text }
        report(key, problem)
        return nil
    }

    /// One of our own words.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, default standard: Choice)
        -> Choice
    {
        let words = Choice.allCases.map(\.rawValue)
        guard let text = scalar(key, wanted: Self.list(words)) else { return standard }
        guard let choice = Choice(rawValue: text) else {
            report(key, Self.unknownWord(text, among: words))
            return standard
        }
        return choice
    }

    /// A list of our own words.
    func choices<Choice: RawRepresentable<String> & CaseIterable & Hashable>(
        _ key: String, default standard: Set<Choice>
    ) -> Set<Choice> {
        guard let value = value(key) else { return standard }
        let words = Choice.allCases.map(\.rawValue)
        guard case .list(let elements) = value.content else {
            report(key, "this is \(value.kindName); write a list such as [\(words[0])]")
            return standard
        }
        var chosen: Set<Choice> = []
        for element in elements {
            guard case .scalar(let text) = element.content, let choice = Choice(rawValue: text) else {
                let text = if case .scalar(let text) = element.content { text } else { element.kindName }
                diagnostics.report(
                    "\(prefix)\(key): \(Self.unknownWord(text, among: words))", at: element.position)
                continue
            }
            guard chosen.insert(choice).inserted else {
                diagnostics.report("\(prefix)\(key): \(choice.rawValue) stands twice", at: element.position)
                continue
            }
        }
        return chosen
    }

    func boolean(_ key: String, default standard: Bool) -> Bool {
        guard let text = scalar(key, wanted: "true or false") else { return standard }
        switch text {
        case "true": return true
        case "false": return false
        default:
            report(key, "\"\(text.prefix(40))\" is neither true nor false")
            return standard
        }
    }

    static func unknownWord(_ text: String, among words: [String]) -> String {
        if let near = NearestName.of(text, among: words) {
            return "\"\(text.prefix(40))\" is unknown; did you mean \(near)? Possible: \(list(words))"
        }
        return "\"\(text.prefix(40))\" is unknown; write \(list(words))"
    }

    private static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.joined() }
        return "\(words.dropLast().joined(separator: ", ")) or \(last)"
    }

}
