/// What has to be said of what modules share.
enum DocumentationRules {
    /// Every package declaration has a documentation comment, or its meaning from elsewhere.
    ///
    /// Elsewhere is an operator, a witness of a protocol that says it, or an initialiser that only fills in properties.
    /// What an instance stores says itself what it is, whatever protocol asks for it.
    static func sharedDeclarationsAreDocumented(_ files: [SourceFile]) -> [Violation] {
        let sources = files.filter { $0.isSwift && $0.isSource }
        let said = requirements(in: sources).union(foreignRequirements)
        return sources.flatMap { file in
            file.code.indices.compactMap { index -> Violation? in
                guard file.code[index].mentions(["package "]),
                    let match = file.code[index].firstMatch(of: Self.declaration)
                else { return nil }
                let (kind, name) = (String(match.output.1), String(match.output.2))
                let isSaid =
                    isDocumented(index, in: file) || name.isEmpty && kind == "func"
                    || isWitness(name, of: kind, at: file.code[index], said: said)
                    || (kind == "init" && isPlainInitialiser(index, in: file))
                return isSaid
                    ? nil
                    : Violation(path: file.path, line: index + 1, what: "\(kind) \(name) is not documented")
            }
        }
    }

    /// The kind of a declaration and its name, which an operator has none of.
    private static var declaration: Regex<(Substring, Substring, Substring)> {
        #/
            package\ (?:\w+\(set\)\ |(?:static|final|mutating|consuming|nonmutating|indirect|convenience|nonisolated)\ )*
            (let|var|func|init|struct|enum|class|actor|protocol|typealias|subscript)\b\ *`?(\w*)
        /#
    }

    /// Requirements of the language's and the libraries' protocols.
    private static let foreignRequirements: Set<String> = [
        "description", "hash", "encode", "id", "rawValue", "allCases", "body", "configuration", "run",
        "validate",
        "log", "next", "index",
    ]

    private static func isWitness(
        _ name: String, of kind: String, at line: String, said: Set<String>
    ) -> Bool {
        if kind == "func" { return said.contains(name) }
        guard kind == "var" || kind == "let" else { return false }
        let isStored = !line.contains("static ") && !line.contains("{")
        return isStored ? ["description", "rawValue"].contains(name) : said.contains(name)
    }

    private static func requirements(in sources: [SourceFile]) -> Set<String> {
        var names: Set<String> = []
        for file in sources {
            var isProtocol = false
            for line in file.code {
                if line.mentions(["protocol "]) { isProtocol = true }
                if line == "}" { isProtocol = false }
                guard isProtocol, let match = line.firstMatch(of: /\b(?:var|let|func) `?(\w+)/) else {
                    continue
                }
                names.insert(String(match.output.1))
            }
        }
        return names
    }

    private static func isDocumented(_ index: Int, in file: SourceFile) -> Bool {
        let above = file.lines[..<index].last { !$0.trimmed.hasPrefix("@") } ?? ""
        return above.trimmed.hasPrefix("///")
    }

    /// Whether an initialiser reads a record or a line, is a literal's, or does nothing but fill in properties.
    private static func isPlainInitialiser(_ index: Int, in file: SourceFile) -> Bool {
        let head = file.code[index]
        if head.contains(/init\??\((?:recorded|wire|from|\w+Literal)\b/) { return true }
        let indent = head.prefix { $0 == " " }
        let isOneLine = head.hasSuffix("}")
        let rest = file.code[(index + 1)...].prefix { !$0.hasPrefix("\(indent)}") }
        let text = ([head] + (isOneLine ? [] : Array(rest))).joined(separator: "\n")
        guard let brace = text.firstIndex(of: "{") else { return false }
        let statements = text[text.index(after: brace)...].split(separator: "\n").map { String($0).trimmed }
        return statements.allSatisfy {
            $0.isEmpty || $0 == "}" || $0.wholeMatch(of: /(?:self\.)?\w+ = [\w.\[\]:]+ ?\}?/) != nil
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
