import Foundation
import Glibc

/// Where a verb prints.
package struct Terminal {
    /// Standard output; the text carries its own line ends.
    package let write: (String) -> Void
    /// Standard error; one message, without its line end.
    package let complain: (String) -> Void
    /// Whether standard output is a person's screen.
    package let isInteractive: Bool
    let style: TextStyle

    package init(
        isInteractive: Bool, isColoured: Bool, write: @escaping (String) -> Void,
        complain: @escaping (String) -> Void
    ) {
        self.write = write
        self.complain = complain
        self.isInteractive = isInteractive
        style = TextStyle(isColoured: isColoured)
    }

    /// The process's own; colours only on a terminal and never with NO_COLOR (no-color.org).
    static var standard: Terminal {
        let isInteractive = isatty(STDOUT_FILENO) == 1
        let refusesColour = !(ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
        return Terminal(
            isInteractive: isInteractive, isColoured: isInteractive && !refusesColour,
            write: { FileHandle.standardOutput.write(Data($0.utf8)) },
            complain: { FileHandle.standardError.write(Data("\($0)\n".utf8)) })
    }

    func line(_ text: String) { write(text + "\n") }
}

/// Emphasis, where the terminal shows any.
struct TextStyle {
    /// Widest line of every table and page.
    static let columns = 100

    let isColoured: Bool

    static let plain = TextStyle(isColoured: false)

    func heading(_ text: String) -> String { wrapped(text, "1") }

    func alarm(_ text: String) -> String { wrapped(text, "31") }

    private func wrapped(_ text: String, _ code: String) -> String {
        isColoured && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
