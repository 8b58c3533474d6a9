import Foundation
import Glibc
import SiteReports
import HostSystem

/// Where the demo prints: whole lines of at most 100 columns, one at a time.
final class DemoScreen: Sendable {
    typealias Emphasis = TextStyle.Emphasis

    private let style: TextStyle
    private let write: @Sendable (String) -> Void
    private let lock = Monitor(())

    init(style: TextStyle, write: @escaping @Sendable (String) -> Void) {
        self.style = style
        self.write = write
    }

    /// Standard output; colours only on a terminal and never with NO_COLOR (no-color.org).
    static func standard() -> DemoScreen {
        let style = TextStyle(
            isTerminal: isatty(STDOUT_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
        return DemoScreen(style: style) { FileHandle.standardOutput.write(Data($0.utf8)) }
    }

    /// Prints a text, wrapped under itself.
    ///
    /// - Parameters:
    ///   - text: broken at blanks.
    ///   - label: stands before the first line.
    ///   - emphasis: of the text without the label.
    func line(_ text: String, label: String = "", _ emphasis: Emphasis = .plain) {
        let room = TextStyle.columns - label.count
        let margin = String(repeating: " ", count: label.count)
        let lines = text.wrapped(to: room).enumerated().map { index, part in
            (index == 0 ? label : margin) + style.painted(part, emphasis) + "\n"
        }
        lock.withLock { _ in write(lines.joined()) }
    }

    /// Prints a command to copy, which is never broken.
    func command(_ text: String) { lock.withLock { _ in write("  \(text)\n") } }
}
