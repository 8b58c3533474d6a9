import Foundation

/// One file of the package as the rules see it.
struct SourceFile {
    /// From the package's folder, for example `Sources/GridUnits/Power.swift`.
    let path: String
    let lines: [String]
    /// The lines without the content of comments and strings; only Swift is blanked.
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let blanked = path.hasSuffix(".swift") ? SwiftCode.only(of: text) : text
        code = blanked.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    var isSwift: Bool { path.hasSuffix(".swift") }

    var isSource: Bool { path.hasPrefix("Sources/") }

    /// The module that the file belongs to; nil outside `Sources` and `Tests`.
    var module: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && ["Sources", "Tests"].contains(parts[0]) ? String(parts[1]) : nil
    }

    /// The modules that the file imports, with their line numbers; `import struct A.B` and `import A.B` name A.
    var imports: [(line: Int, module: String)] {
        code.enumerated().compactMap { index, line in
            guard line.contains("import"), let match = line.firstMatch(of: Self.importLine) else {
                return nil
            }
            return (index + 1, String(match.output.1))
        }
    }

    private static var importLine: Regex<(Substring, Substring)> {
        /^\s*(?:@\S+\s+)*(?:\w+\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
    }
}

/// A line that breaks a rule.
struct Violation: Hashable, CustomStringConvertible {
    let path: String
    let line: Int
    let what: String

    var description: String { "\(path):\(line): \(what)" }
}

/// The package's own files.
enum PackageTree {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The names at the top that are not hidden.
    static func topLevelNames() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.path).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// Every text file that is ours: what SwiftPM and git keep for themselves is left out.
    static func files() throws -> [SourceFile] {
        let folders = ["Sources", "Tests", "Config", "systemd", ".ci"]
        let loose = ["Package.swift", "README.md", ".swift-format", ".gitignore"]
        let nested = folders.flatMap { folder in
            (FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)?.allObjects
                ?? [])
                .compactMap { $0 as? String }.map { "\(folder)/\($0)" }
        }
        return (nested + loose).sorted().compactMap { path in
            guard let data = try? Data(contentsOf: root.appendingPathComponent(path)),
                let text = String(data: data, encoding: .utf8)
            else { return nil }  // A folder, a missing file, or a binary one.
            return SourceFile(path: path, text: text)
        }
    }
}
