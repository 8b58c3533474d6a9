import SiteRecord
import Yams

/// Reads YAML text into nodes that know their place; the only use of Yams.
struct YAMLDocument {
    let file: String
    let diagnostics: Diagnostics
    /// Nodes that aliases may unfold to, so that a few lines cannot ask for the whole memory.
    static let nodeLimit = 1_000_000
    private var nodeCount = 0

    init(file: String, diagnostics: Diagnostics) {
        self.file = file
        self.diagnostics = diagnostics
    }

    /// Reads one document.
    ///
    /// - Parameter text: the file's text, without a byte-order mark.
    /// - Returns: the root; nil when the text is no YAML, which has been reported, or holds nothing.
    mutating func read(_ text: String) -> ConfigurationNode? {
        guard let root = compose(text) else { return nil }
        guard let node = convert(root) else {
            diagnostics.report(
                "the aliases of this file unfold to more than \(Self.nodeLimit) values; write them out",
                at: .file(file))
            return nil
        }
        return node
    }

    /// Composes the text; a key that stands twice ends the reading of this file.
    private func compose(_ text: String) -> Node? {
        do {
            // Yams keeps a pointer into the text, which very short strings do not own.
            return try Yams.compose(
                yaml: text.utf8.count < 16 ? text + String(repeating: "\n", count: 16) : text)
        } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
            // Yams has no words for a key that is a list or a map.
            let name = keys.first.flatMap { $0.hasPrefix("<") ? nil : "the key \"\($0)\"" }
            diagnostics.report(
                "\(name ?? "a key") stands twice in its map, here first; delete one",
                at: position(context.mark))
        } catch {
            report(error, in: text)
        }
        return nil
    }

    private mutating func convert(_ node: Node) -> ConfigurationNode? {
        nodeCount += 1
        guard nodeCount <= Self.nodeLimit else { return nil }
        let place = node.mark.map { position($0) } ?? .file(file)
        switch node {
        case .scalar(let scalar):
            let isNothing =
                scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
            return ConfigurationNode(position: place, content: isNothing ? .nothing : .scalar(scalar.string))
        case .sequence(let sequence):
            var elements: [ConfigurationNode] = []
            elements.reserveCapacity(sequence.count)
            for element in sequence {
                guard let converted = convert(element) else { return nil }
                elements.append(converted)
            }
            return ConfigurationNode(position: place, content: .list(elements))
        case .mapping(let mapping):
            return convert(mapping, at: place)
        case .alias:
            // Compose resolves aliases; one that is left is not a value.
            return ConfigurationNode(position: place, content: .nothing)
        }
    }

    private mutating func convert(_ mapping: Node.Mapping, at place: TextPosition) -> ConfigurationNode? {
        var members: [ConfigurationNode.Member] = []
        for (key, value) in mapping {
            let keyPosition = key.mark.map { position($0) } ?? place
            guard case .scalar(let scalar) = key else {
                diagnostics.report("a key must be a single word", at: keyPosition)
                continue
            }
            guard let converted = convert(value) else { return nil }
            members.append(.init(key: scalar.string, keyPosition: keyPosition, value: converted))
        }
        return ConfigurationNode(position: place, content: .map(members))
    }

    private func position(_ mark: Mark) -> TextPosition {
        TextPosition(file: file, line: mark.line, column: mark.column)
    }

    /// The end of the last line with content, for what is missing at the end of the text.
    private func inside(_ text: String, _ place: TextPosition) -> TextPosition {
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        guard let last = lines.lastIndex(where: { $0.contains { $0 != " " && $0 != "\r" } }),
            place.line > last + 1
        else {
            return place
        }
        let column = lines[last].count { $0 != "\r" } + 1
        return TextPosition(file: file, line: last + 1, column: column)
    }

    private func isTab(in text: String, at mark: Mark) -> Bool {
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(mark.line - 1) else { return false }
        return lines[mark.line - 1].dropFirst(mark.column - 1).first == "\t"
    }

    private func report(_ error: any Error, in text: String) {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            let during = context.map { " (\($0.text))" } ?? ""
            let reason = isTab(in: text, at: mark) ? "a tab; indent with spaces" : "\(problem)\(during)"
            diagnostics.report("not YAML: \(reason)", at: inside(text, position(mark)))
        case YamlError.reader(let problem, let offset, _, _):
            let before = text.prefix(offset ?? 0).unicodeScalars
            let line = before.count { $0 == "\n" } + 1
            let column = before.reversed().prefix { $0 != "\n" }.count + 1
            diagnostics.report(
                "not YAML: \(problem)", at: TextPosition(file: file, line: line, column: column))
        default:
            diagnostics.report("not YAML: \(error)", at: .file(file))
        }
    }
}
