/// How large things may be, and what stands at the top.
enum SizeRules {
    static let fileLimit = 300
    static let functionLimit = 60
    static let allowedAtTop: Set<String> = [
        "Package.swift", "Package.resolved", "README.md", "Config", "systemd", "Sources", "Tests",
    ]

    /// The top level names the parts and nothing else.
    static func topLevelIsBare(_ names: [String]) -> [Violation] {
        names.filter { !allowedAtTop.contains($0) }.map {
            Violation(path: $0, line: 1, what: "nothing else at the top")
        }
    }

    /// A file holds one idea.
    static func filesAreShort(_ files: [SourceFile]) -> [Violation] {
        files.filter(\.isSwift).compactMap { file in
            let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
            return count > fileLimit
                ? Violation(path: file.path, line: count, what: "\(count) lines, at most \(fileLimit)") : nil
        }
    }

    /// A function fits one screen, from the line that names it to its closing brace.
    static func functionsAreShort(_ files: [SourceFile]) -> [Violation] {
        files.filter(\.isSwift).flatMap { file in
            file.code.indices.compactMap { index -> Violation? in
                guard declares(file.code[index]),
                    let end = lastLine(ofDeclarationAt: index, in: file.code)
                else { return nil }
                let count = end - index + 1
                guard count > functionLimit else { return nil }
                return Violation(
                    path: file.path, line: index + 1,
                    what: "a function of \(count) lines, at most \(functionLimit)")
            }
        }
    }

    /// Whether a line begins something with a body of statements.
    private static func declares(_ line: String) -> Bool {
        let words = ["func", "init", "subscript", "var"]
        guard words.contains(where: line.contains) else { return false }
        return line.contains(
            /^\s*(?:@\S+\s+)*(?:[a-z]+(?:\([a-z]+\))?\s+)*(?:func\s|init[?!]?\s*[(<]|deinit\b|subscript\s*[(<]|var\s+\w+\s*:[^=]*\{)/
        )
    }

    /// The line on which the body closes; nil for a declaration without a body, as in a protocol.
    private static func lastLine(ofDeclarationAt start: Int, in code: [String]) -> Int? {
        var parentheses = 0
        var braces = 0
        for index in start..<code.count {
            // A declaration below the first one, before any body: there is no body.
            if index > start, braces == 0, parentheses == 0, declares(code[index]) { return nil }
            for character in code[index] {
                switch character {
                case "(", "[": parentheses += 1
                case ")", "]": parentheses -= 1
                case "{" where parentheses == 0 || braces > 0: braces += 1
                case "}" where braces == 0 && parentheses == 0: return nil
                case "}" where braces > 0:
                    braces -= 1
                    if braces == 0 { return index }
                default: break
                }
            }
        }
        return nil
    }
}
