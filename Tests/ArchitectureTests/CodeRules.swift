/// What may not stand in our Swift.
enum CodeRules {
    /// Modules in which a reviewer expects to see memory handled by hand.
    static let mayBeUnsafe: Set<String> = ["HostSystem", "ServiceManager", "SiteLoop"]

    /// Memory safety is given up in named modules only.
    static func unsafeStaysWhereReviewed(_ files: [SourceFile]) -> [Violation] {
        let others = files.filter { $0.isSwift && $0.isSource && !mayBeUnsafe.contains($0.module ?? "") }
        return lines(of: others, mentioning: ["unsafe"]) { _, line in
            line.contains(/\bunsafe\b/)
                ? "unsafe outside \(mayBeUnsafe.sorted().joined(separator: ", "))" : nil
        }
    }

    /// Nothing traps on input; forced unwrapping is the linter's to find.
    static func nothingIsForced(_ files: [SourceFile]) -> [Violation] {
        lines(of: files.filter(\.isSwift), mentioning: ["try!", "as!"]) { _, line in
            line.contains(/\btry!/) ? "try! traps" : line.contains(/\bas!/) ? "as! traps" : nil
        }
    }

    /// A promise to the compiler names what keeps it, on its line or the one before.
    static func promisesAreExplained(_ files: [SourceFile]) -> [Violation] {
        files.filter { $0.isSwift && $0.isSource }.flatMap { file in
            file.code.indices.compactMap { index -> Violation? in
                guard file.code[index].mentions(["@unchecked", "nonisolated"]),
                    file.code[index].contains(/@unchecked\s+Sendable|nonisolated\(unsafe\)/)
                else { return nil }
                let near = file.lines[max(0, index - 1)...index]
                guard !near.contains(where: { $0.contains("//") }) else { return nil }
                return Violation(
                    path: file.path, line: index + 1, what: "a promise without the reason beside it")
            }
        }
    }

    /// Long work is a child of one task group.
    static func tasksHaveParents(_ files: [SourceFile]) -> [Violation] {
        lines(of: files.filter(\.isSwift), mentioning: ["Task"]) { _, line in
            line.contains(
                /\bTask\s*(?:<[^>]*>\s*)?[({]|\bTask\s*(?:<[^>]*>)?\s*\.\s*(?:detached|immediate)\b/)
                ? "a task without a parent" : nil
        }
    }

    /// What modules share is `package`.
    static func nothingIsPublic(_ files: [SourceFile]) -> [Violation] {
        lines(of: files.filter(\.isSwift), mentioning: ["publi", "open"]) { _, line in
            line.contains(/\bpubli[c]\b|\bopen\s+(?:class|func|var|override|subscript)\b/)
                ? "nobody outside builds against us" : nil
        }
    }

    /// What is decided or recorded never passes through floating point.
    static func pureModulesCountInIntegers(_ files: [SourceFile]) -> [Violation] {
        let pure = files.filter { $0.isSwift && $0.isSource && ImportRules.pure.contains($0.module ?? "") }
        return lines(of: pure, mentioning: ["Double", "Float"]) { _, line in
            line.contains(/\b(?:Double|Float|Float16|Float32|Float64|Float80|CGFloat)\b/)
                ? "floating point" : nil
        }
    }

    /// Open ends are issues, not comments.
    static func nothingIsLeftOpen(_ files: [SourceFile]) -> [Violation] {
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
        return files.flatMap { file in
            file.lines.enumerated().compactMap { index, line in
                marks.first { mark in line.split { !$0.isLetter }.contains { $0 == mark } }
                    .map { Violation(path: file.path, line: index + 1, what: "\($0) belongs into an issue") }
            }
        }
    }

    /// Only tests may know data that is not in the package.
    static func onlyTestsKnowSharedData(_ files: [SourceFile]) -> [Violation] {
        files.filter { !$0.path.hasPrefix("Tests/") }.flatMap { file in
            file.lines.enumerated().compactMap { index, line in
                line.contains(".." + "/shared")
                    ? Violation(path: file.path, line: index + 1, what: "data from outside the package") : nil
            }
        }
    }

    /// The lines that break a rule; only those with one of the words are judged, because a pattern costs far more.
    private static func lines(
        of files: [SourceFile], mentioning words: [String], _ judge: (SourceFile, String) -> String?
    ) -> [Violation] {
        files.flatMap { file in
            file.code.enumerated().compactMap { index, line in
                guard line.mentions(words) else { return nil }
                return judge(file, line).map { Violation(path: file.path, line: index + 1, what: $0) }
            }
        }
    }
}

extension String {
    /// Whether one of some words stands anywhere in the text.
    func mentions(_ words: [String]) -> Bool {
        words.contains { word in
            guard let first = word.utf8.first else { return true }
            var rest = utf8[...]
            while let start = rest.firstIndex(of: first) {
                if rest[start...].starts(with: word.utf8) { return true }
                rest = rest[rest.index(after: start)...]
            }
            return false
        }
    }
}
