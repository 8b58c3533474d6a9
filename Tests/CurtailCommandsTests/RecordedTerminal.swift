import ArgumentParser
import HostSystem

@testable import CurtailCommands

/// A terminal that keeps what is printed.
final class RecordedTerminal: Sendable {
    private let text = Monitor((output: "", errors: ""))

    var output: String { text.withLock { $0.output } }

    var errors: String { text.withLock { $0.errors } }

    func terminal(isColoured: Bool = false) -> Terminal {
        Terminal(
            isInteractive: isColoured, isColoured: isColoured,
            write: { [self] text in self.text.withLock { $0.output += text } },
            complain: { [self] line in text.withLock { $0.errors += "\(line)\n" } })
    }

    /// Parses and runs one command line; a line that does not parse gives the status of that.
    static func run(_ arguments: [String]) -> (status: Int32, output: String, errors: String) {
        let recorded = RecordedTerminal()
        do {
            let command = try CurtailCtl.parseAsRoot(arguments)
            guard let verb = command as? any Verb else { return (0, "", "no verb") }
            let status = verb.perform(on: recorded.terminal())
            return (status, recorded.output, recorded.errors)
        } catch {
            return (CurtailCtl.exitCode(for: error).rawValue, "", CurtailCtl.message(for: error))
        }
    }
}
