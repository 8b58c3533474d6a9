import CurtailTesting
import Foundation
import Testing

/// Texts of what the programs said on a day on which it was right, kept beside the tests, a line a fact.
///
/// They hold meanings (instants, targets, winners, energies, dollars) and no bytes of a record, no row number and no
/// digest, so that a change of format, schema, module or type leaves them as they are. `swift test --filter Golden`
/// compares. A change that is meant is written by
///
///     CURTAILD_GOLDENS=write swift test --filter Golden
///
/// which replaces the files and fails, so that no run that wrote them counts as passed; `git diff` then shows what
/// changed, and the commit says why.
enum Golden {
    private static let variable = "CURTAILD_GOLDENS"
    /// Differences that a failure prints; the rest is counted.
    private static let differencesShown = 12

    /// What lines say that the golden of a name does not, and the reverse.
    ///
    /// - Parameters:
    ///   - lines: what the program says today.
    ///   - name: of the file, without its folder and extension.
    /// - Returns: one line a difference (`-` golden, `+` now), the first few and the number of the rest; the path of a
    ///   golden that is missing or was just written. Empty where nothing differs.
    /// - Throws: Foundation's error when a golden cannot be written.
    static func differences(of lines: [String], from name: String) throws -> [String] {
        let path = PackageFolder.path("Tests/EndToEndTests/Golden/Expected/\(name).txt")
        let text = lines.map { "\($0)\n" }.joined()
        let known = try? String(contentsOfFile: path, encoding: .utf8)
        guard ProcessInfo.processInfo.environment[variable] != "write" else {
            if text != known { try text.write(toFile: path, atomically: true, encoding: .utf8) }
            return ["\(variable)=write: \(name) was written, not compared"]
        }
        guard let known else { return ["\(path) is missing; \(variable)=write writes it"] }
        guard text != known else { return [] }
        let expected = known.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let differences = differences(from: expected.dropLast(), to: lines)
        let more = differences.count - differencesShown
        return differences.prefix(differencesShown) + (more > 0 ? ["and \(more) more"] : [])
    }

    /// The lines that were removed and added, by their place.
    private static func differences(from expected: [String], to lines: [String]) -> [String] {
        lines.difference(from: expected).map { change in
            switch change {
            case .remove(let offset, let line, _): (offset, 0, "- \(offset + 1): \(line)")
            case .insert(let offset, let line, _): (offset, 1, "+ \(offset + 1): \(line)")
            }
        }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }
}

extension JSON {
    /// Every leaf on a line of its own, members in the order of their names: `events.0.state = completed`.
    ///
    /// - Parameter omitted: names of members that are left out wherever they stand.
    /// - Returns: the lines.
    func lines(omitting omitted: Set<String> = []) -> [String] { lines(at: "", omitted) }

    private func lines(at path: String, _ omitted: Set<String>) -> [String] {
        let prefix = path.isEmpty ? "" : "\(path)."
        switch self {
        case .object(let members) where !members.isEmpty:
            return members.sorted { $0.key < $1.key }.filter { !omitted.contains($0.key) }
                .flatMap { $0.value.lines(at: prefix + $0.key, omitted) }
        case .array(let elements) where !elements.isEmpty:
            return elements.enumerated().flatMap { $0.element.lines(at: "\(prefix)\($0.offset)", omitted) }
        case .object, .array, .null, .bool, .number, .string: return ["\(path) = \(shown)"]
        }
    }

    /// A leaf as text; decimals are strings in our documents, so that a number here is a count.
    var shown: String {
        switch self {
        case .null: "null"
        case .bool(let bool): "\(bool)"
        case .number(let number): Int64(exactly: number).map { "\($0)" } ?? "\(number)"
        case .string(let text): text
        case .array: "[]"
        case .object: "{}"
        }
    }
}
