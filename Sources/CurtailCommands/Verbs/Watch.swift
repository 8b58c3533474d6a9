import ArgumentParser
import Foundation
import GridUnits
import SiteReports

/// `watch`: the status, again and again.
struct Watch: Verb {
    static let configuration = CommandConfiguration(
        abstract: "The status, live in the terminal, until Ctrl-C.",
        discussion: "Example: curtailctl watch --every 5s")

    @Option(
        help: ArgumentHelp("Time between two looks: 2 (s), 1m.", valueName: "duration"),
        transform: TimeText.span)
    var every: TimeSpan = .seconds(2)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    /// Back to the top left, and everything below cleared.
    private static let clearScreen = "\u{1B}[H\u{1B}[2J"

    func execute(on terminal: Terminal) throws {
        let screen = Terminal(
            isInteractive: terminal.isInteractive, isColoured: terminal.style.isColoured,
            write: { terminal.write(terminal.isInteractive && !output.json ? Self.clearScreen + $0 : $0) },
            complain: terminal.complain)
        while true {
            // The old page stands until the new one is there.
            try screen.show(Status(), from: connection, as: output)
            if !terminal.isInteractive, !output.json { terminal.line("") }
            // Watching is for a person: it goes by the wall, and nothing else runs in this process.
            Thread.sleep(forTimeInterval: TimeInterval(every.nanoseconds) / 1e9)
        }
    }
}
