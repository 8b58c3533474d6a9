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
            The journal keeps the head of the ledger at every event's end and once an hour; --head finds it again, and \
            a tail that was cut off shows.
            Example: curtailctl verify /var/lib/curtaild/ledger.sqlite
            """)

    @Argument(
        help: "The ledger. (default: $STATE_DIRECTORY/ledger.sqlite, else /var/lib/curtaild/ledger.sqlite)")
    var file: String?

    @Option(help: ArgumentHelp("The same, as an option.", valueName: "file"))
    var ledger: String?

    @Option(
        help: ArgumentHelp(
            "A head digest of the journal, which has to be in the chain.", valueName: "digest"))
    var head: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard file == nil || ledger == nil else { throw ValidationError("Name the ledger once.") }
        guard head.map({ $0.utf8.count == 64 && $0.allSatisfy(\.isHexDigit) }) ?? true else {
            throw ValidationError(
                "A head is 64 hexadecimal digits, as journalctl MESSAGE_ID=8c0e5b2d6f9a4713a2d8c6f4e1b75a10 shows."
            )
        }
    }

    func execute(on terminal: Terminal) throws {
        let path =
            file ?? ledger ?? LedgerOptions.defaultLedger(environment: ProcessInfo.processInfo.environment)
        let reader = try LedgerReader(path: path)
        let verdict = try LedgerVerdict(reader)
        let search = try head.map { try HeadSearch(for: $0, in: reader) }
        terminal.line(output.json ? document(verdict, search).json : verdict.text)
        if !output.json, let search { terminal.line(search.text) }
        guard verdict.difference == nil else {
            throw CommandFailure(
                CommandFailure.badData,
                "\(path) is not what was recorded. Nothing was changed. Keep the file as it is and "
                    + "compare it with a backup: curtailctl verify BACKUP")
        }
        if let failure = search?.failure { throw failure }
    }

    /// The verdict's document, with where the head of the journal is.
    private func document(_ verdict: LedgerVerdict, _ search: HeadSearch?) -> ControlValue {
        guard let search, let members = verdict.document.members else { return verdict.document }
        return .object(members + [ControlValue.Member("journalled", search.document)])
    }
}
