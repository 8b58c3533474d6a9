import Foundation
import Glibc
import SiteReports

/// Where a verb prints.
package struct Terminal {
    /// Standard output; the text carries its own line ends.
    package let write: (String) -> Void
    /// Standard error; one message, without its line end.
    package let complain: (String) -> Void
    /// Whether standard output is a person's screen.
    package let isInteractive: Bool
    /// Paints on standard error, from any thread; nil where that is no person's screen.
    let paint: (@Sendable (String) -> Void)?
    let style: TextStyle

    /// A terminal with its streams; tests give their own.
    package init(
        isInteractive: Bool, isColoured: Bool, write: @escaping (String) -> Void,
        complain: @escaping (String) -> Void, paint: (@Sendable (String) -> Void)? = nil
    ) {
        self.write = write
        self.complain = complain
        self.isInteractive = isInteractive
        self.paint = paint
        style = TextStyle(isColoured: isColoured)
    }

    /// The process's own; colours only on a terminal and never with NO_COLOR (no-color.org).
    static var standard: Terminal {
        let isInteractive = isatty(STDOUT_FILENO) == 1
        let environment = ProcessInfo.processInfo.environment
        // A dumb terminal cannot take a line back.
        let canPaint = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        let paint: @Sendable (String) -> Void = { FileHandle.standardError.write(Data($0.utf8)) }
        return Terminal(
            isInteractive: isInteractive,
            isColoured: TextStyle(isTerminal: isInteractive, environment: environment).isColoured,
            write: { FileHandle.standardOutput.write(Data($0.utf8)) },
            complain: { FileHandle.standardError.write(Data("\($0)\n".utf8)) },
            paint: canPaint ? paint : nil)
    }

    /// A line of progress, where somebody watches and the document goes to nobody else.
    ///
    /// - Parameters:
    ///   - unit: what is counted, in the plural.
    ///   - isDocument: whether standard output is for a program.
    /// - Returns: nil where nobody watches, or where a document goes elsewhere than to the screen.
    func progressLine(_ unit: String, isDocument: Bool) -> ProgressLine? {
        guard let paint, isInteractive || !isDocument else { return nil }
        return ProgressLine(unit: unit, style: style, paint: paint)
    }

    func line(_ text: String) { write(text + "\n") }
}
