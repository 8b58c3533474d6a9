import ArgumentParser
import ControlSocket
import Foundation
import LedgerStore
import SiteRecord

/// `verify`: reruns a ledger.
struct Verify: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Rerun a ledger's inputs through the engine and check its hash chain.",
        discussion: """
            Names the first row that differs; exit code 65. The file is only read.
            The journal keeps the head of the ledger at every event's end and once an hour; --head finds it again, \
            and a tail that was cut off shows.
            With --public-key every sealed operating day has to be signed by that key, and at least one has to be \
            sealed: a ledger that somebody made anew does not pass for the old one.
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

    @Option(
        help: ArgumentHelp(
            "The key that has to have signed every sealed day, 64 hexadecimal digits or base64, or a file with it.",
            valueName: "key"))
    var publicKey: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard file == nil || ledger == nil else { throw ValidationError("Name the ledger once.") }
        guard head.map({ $0.utf8.count == 64 && $0.allSatisfy(\.isHexDigit) }) ?? true else {
            throw ValidationError(
                "A head is 64 hexadecimal digits, as journalctl MESSAGE_ID=8c0e5b2d6f9a4713a2d8c6f4e1b75a10 shows."
            )
        }
        _ = try expectedKey
    }

    /// The key itself, or the text of a file.
    private var expectedKey: SealPublicKey? {
        get throws {
            guard let publicKey else { return nil }
            let contents = try? String(contentsOfFile: publicKey, encoding: .utf8)
            guard let key = SealPublicKey(publicKey) ?? contents.flatMap(SealPublicKey.init) else {
                throw ValidationError(
                    "--public-key \(publicKey) is neither a key (64 hexadecimal digits, as verify prints it, or 32 "
                        + "bytes in base64) nor a file with one.")
            }
            return key
        }
    }

    func execute(on terminal: Terminal) throws {
        let path =
            file ?? ledger ?? LedgerOptions.defaultLedger(environment: ProcessInfo.processInfo.environment)
        let reader = try LedgerReader(path: path)
        let verdict = try LedgerVerdict(reader, sealedBy: try expectedKey)
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
    private func document(_ verdict: LedgerVerdict, _ search: HeadSearch?) -> JSONValue {
        guard let search, let members = verdict.document.members else { return verdict.document }
        return .object(members + [JSONValue.Member("journalled", search.document)])
    }
}
