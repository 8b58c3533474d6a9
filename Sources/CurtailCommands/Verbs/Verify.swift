import ArgumentParser
import ControlSocket
import Foundation
import LedgerStore

/// `verify`: reruns a ledger.
struct Verify: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Rerun a ledger's inputs through the engine and check its hash chain.",
        discussion: """
            Names the first row that differs; exit code 65. The file is only read.
            Example: curtailctl verify /var/lib/curtaild/ledger.sqlite
            """)

    @Argument(
        help: "The ledger. (default: $STATE_DIRECTORY/ledger.sqlite, else /var/lib/curtaild/ledger.sqlite)")
    var file: String?

    @Option(help: ArgumentHelp("The same, as an option.", valueName: "file"))
    var ledger: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard file == nil || ledger == nil else { throw ValidationError("Name the ledger once.") }
    }

    func execute(on terminal: Terminal) throws {
        let path =
            file ?? ledger ?? LedgerOptions.defaultLedger(environment: ProcessInfo.processInfo.environment)
        let verdict = try LedgerVerdict(LedgerReader(path: path))
        if output.json { terminal.line(verdict.document.json) } else { terminal.line(verdict.text) }
        guard verdict.difference == nil else {
            throw CommandFailure(
                CommandFailure.badData,
                "\(path) is not what was recorded. Nothing was changed. Keep the file as it is and "
                    + "compare it with a backup: curtailctl verify BACKUP")
        }
    }
}
