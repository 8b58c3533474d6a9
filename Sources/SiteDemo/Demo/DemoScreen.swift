import Foundation
import Glibc
import Synchronization

/// Where the demo prints: whole lines of at most 100 columns, one at a time.
final class DemoScreen: Sendable {
    enum Emphasis: String, Sendable {
        case plain = ""
        case strong = "1"
        case decision = "36"
        case good = "32"
        case urgent = "31"
        case faint = "2"
    }

    static let columns = 100

    private let isColoured: Bool
    private let write: @Sendable (String) -> Void
    private let lock = Mutex(())

    init(isColoured: Bool, write: @escaping @Sendable (String) -> Void) {
        self.isColoured = isColoured
        self.write = write
    }

    /// Standard output; colours only on a terminal and never with NO_COLOR (no-color.org).
    static func standard() -> DemoScreen {
        let refusesColour = !(ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
        return DemoScreen(isColoured: isatty(STDOUT_FILENO) == 1 && !refusesColour) { text in
            FileHandle.standardOutput.write(Data(text.utf8))
        }
    }

    /// Prints a text, wrapped under itself.
    ///
    /// - Parameters:
    ///   - text: broken at blanks.
    ///   - label: stands before the first line.
    ///   - emphasis: of the text without the label.
    func line(_ text: String, label: String = "", _ emphasis: Emphasis = .plain) {
        let room = Self.columns - label.count
        let margin = String(repeating: " ", count: label.count)
        let lines = Self.wrap(text, to: room).enumerated().map { index, part in
            (index == 0 ? label : margin) + coloured(part, emphasis) + "\n"
        }
        lock.withLock { _ in write(lines.joined()) }
    }

    /// Prints a command to copy, which is never broken.
    func command(_ text: String) { lock.withLock { _ in write("  \(text)\n") } }

    private func coloured(_ text: String, _ emphasis: Emphasis) -> String {
        guard isColoured, emphasis != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(emphasis.rawValue)m\(text)\u{1B}[0m"
    }

    /// Lines of at most so many columns; a text that fits keeps its blanks.
    static func wrap(_ text: String, to width: Int) -> [String] {
        guard text.count > width else { return [text] }
        var lines: [String] = []
        var current = ""
        for word in text.split(separator: " ") {
            if !current.isEmpty, current.count + 1 + word.count > width {
                lines.append(current)
                current = ""
            }
            current += current.isEmpty ? String(word) : " \(word)"
        }
        return lines + [current]
    }
}
