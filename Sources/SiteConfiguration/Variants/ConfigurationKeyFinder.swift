import SiteRecord

/// Follows a dotted path through the sections that are known and the lists that are there.
struct ConfigurationKeyFinder {
    private let path: String
    private let outline: SectionOutline
    private var steps: [ConfigurationKey.Step] = []

    private init(path: String, outline: SectionOutline) {
        self.path = path
        self.outline = outline
    }

    /// Finds a key, whether or not it has a value yet.
    ///
    /// - Parameters:
    ///   - path: names of sections and keys with points between; elements of lists by number or name.
    ///   - root: of the configuration.
    ///   - outline: the keys that it may have.
    /// - Returns: the key with the steps that lead to it.
    /// - Throws: ``ConfigurationKeyFailure``.
    static func find(
        _ path: String, in root: ConfigurationNode, of outline: SectionOutline
    ) throws(ConfigurationKeyFailure) -> ConfigurationKey {
        var finder = ConfigurationKeyFinder(path: path, outline: outline)
        try finder.descend(path[...], in: outline, root)
        return ConfigurationKey(path: path, steps: finder.steps)
    }

    private mutating func descend(
        _ rest: Substring, in section: SectionOutline, _ node: ConfigurationNode?
    ) throws(ConfigurationKeyFailure) {
        let name = String(rest.prefix { $0 != "." })
        let below = rest.dropFirst(name.count + 1)
        guard let key = section.key(name) else { throw failure(unknown(name, in: section, below)) }
        let value = node?.value(name)
        steps.append(.key(name))
        if let inner = key.kind.inner, key.kind.isList {
            try descend(below, intoListOf: inner, named: name, value)
        } else if let inner = key.kind.inner {
            guard !below.isEmpty else { throw failure(choose(below: name, in: inner)) }
            guard value != nil || !key.kind.isSwitch else {
                throw failure("\(name) is off; write \(name): {} into the configuration to turn it on")
            }
            try descend(below, in: inner, value)
        } else {
            guard below.isEmpty else { throw failure("nothing stands below \(name)") }
            guard let value else { return }
            switch value.content {
            case .scalar, .nothing: return
            case .list, .map: throw failure("it is \(value.kindName), and only single values are set")
            }
        }
    }

    private mutating func descend(
        _ rest: Substring, intoListOf section: SectionOutline, named name: String,
        _ node: ConfigurationNode?
    ) throws(ConfigurationKeyFailure) {
        guard case .list(let elements) = node?.content, !elements.isEmpty else {
            throw failure("the configuration has no list \(name)")
        }
        guard !rest.isEmpty else {
            throw failure("write \(name).0.KEY, counted from 0, or a name for the number")
        }
        let names = elements.map { $0.name(by: section.identity) }
        guard let (index, below) = Self.element(rest, names) else {
            let wanted = String(rest.prefix { $0 != "." })
            throw failure(missing(wanted, among: names, of: name))
        }
        steps.append(.element(index))
        guard !below.isEmpty else {
            throw failure(choose(below: "\(name).\(rest)", in: section))
        }
        try descend(below, in: section, elements[index])
    }

    /// An element and what is left of the path; names may hold points, so the longest that fits is meant.
    private static func element(_ rest: Substring, _ names: [String]) -> (index: Int, below: Substring)? {
        let fitting = names.indices.filter { index in
            !names[index].isEmpty && (rest == names[index] || rest.hasPrefix("\(names[index])."))
        }
        if let index = fitting.max(by: { names[$0].count < names[$1].count }) {
            return (index, rest.dropFirst(names[index].count + 1))
        }
        let digits = rest.prefix { $0 != "." }
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let index = Int(digits), names.indices.contains(index)
        else { return nil }
        return (index, rest.dropFirst(digits.count + 1))
    }

    private func unknown(_ name: String, in section: SectionOutline, _ below: Substring) -> String {
        let above = path.dropLast(name.count + (below.isEmpty ? 0 : below.count + 1))
        if let near = NearestName.of(name, among: section.keys.map(\.name)) {
            return "did you mean \(above)\(near)\(below.isEmpty ? "" : ".\(below)")?"
        }
        let owner = outline.keys.first { !$0.kind.isList && $0.kind.inner?.key(name) != nil }
        if let owner, section.name.isEmpty { return "did you mean \(owner.name).\(path)?" }
        return section.remedy(for: name, in: outline)
    }

    private func missing(_ wanted: String, among names: [String], of list: String) -> String {
        if let near = NearestName.of(wanted, among: names) { return "did you mean \(list).\(near)?" }
        let known = names.enumerated().prefix(8).map { $1.isEmpty ? "\($0)" : "\($0) (\($1))" }
        return "\(list) has no \"\(wanted.prefix(60))\", only \(known.joined(separator: ", "))"
            + (names.count > 8 ? " and \(names.count - 8) more" : "")
    }

    private func choose(below name: String, in section: SectionOutline) -> String {
        "write \(name).KEY with one of \(section.keys.map(\.name).joined(separator: ", "))"
    }

    private func failure(_ remedy: String) -> ConfigurationKeyFailure {
        ConfigurationKeyFailure(path: path, remedy: remedy)
    }
}

extension ConfigurationNode {
    /// The name of an element of a list: the values of the keys that tell it from the others.
    fileprivate func name(by keys: [String]) -> String {
        keys.compactMap { value($0)?.text }.joined(separator: " ")
    }
}
