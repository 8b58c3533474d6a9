import ArgumentParser
import ControlSocket
import Foundation
import GridUnits
import HostSystem
import LedgerStore
import SiteRecord

/// `backup`: a copy of the ledger, also of one that a daemon is writing.
struct Backup: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Copy the ledger into a new file while the daemon runs.",
        discussion: """
            The copy is of one moment, belongs to you alone (mode 0600) and is checked at its end. Exit code 73 when \
            the file is there already. Run it as root or as the user curtaild.
            Example: curtailctl backup /mnt/backup/ledger-2026-07-22.sqlite
            """)

    @Argument(help: ArgumentHelp("The copy; a new file.", valueName: "file"))
    var copy: String

    @OptionGroup var source: LedgerFileOptions
    @OptionGroup var output: OutputOptions

    func execute(on terminal: Terminal) throws {
        let path = source.path
        let head = try LedgerReader(path: path).backup(to: copy)
        let bytes = try FileFacts(of: copy).size
        guard output.json else {
            terminal.line(
                "Copied \(path) to \(copy)\n\(head.rows) rows, head \(head.digest), \(bytes) bytes\n"
                    + "Its end agrees with its digests; to check all of it: curtailctl verify \(copy)")
            return
        }
        let document: JSONValue = [
            "schema": "curtaild.backup/1", "ledger": .text(path), "backup": .text(copy),
            "rows": .count(head.rows), "head": .text(head.digest), "bytes": .count(bytes),
        ]
        terminal.line(document.json)
    }
}

/// `restore`: puts a backup in the place of the ledger.
struct Restore: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Put a backup in the place of the ledger; the daemon has to be stopped.",
        discussion: """
            The whole backup is verified first. The ledger before is kept beside it as ledger.sqlite.replaced-INSTANT. \
            Exit code 75 while a daemon holds the state folder, 65 when the backup is damaged or not a ledger. Units \
            put to sleep after the backup count as asleep by somebody else until they run again.
            With the daemon stopped.
            Example: curtailctl restore /mnt/backup/ledger-2026-07-22.sqlite
            """)

    @Argument(help: ArgumentHelp("The backup; it is only read.", valueName: "backup"))
    var backup: String

    @Option(
        help: ArgumentHelp(
            "The ledger to replace. (default: $STATE_DIRECTORY/ledger.sqlite, else /var/lib/curtaild/ledger.sqlite)",
            valueName: "file"))
    var ledger: String?

    @OptionGroup var output: OutputOptions

    func execute(on terminal: Terminal) throws {
        let path = LedgerFileOptions.path(given: ledger)
        try refuseTheSame(as: path)
        let lock = try LedgerLock(ofLedger: path)
        defer { withExtendedLifetime(lock) {} }
        let reader = try LedgerReader(path: backup)
        let verdict = try LedgerVerdict(reader)
        if let difference = verdict.difference {
            throw CommandFailure(
                CommandFailure.badData,
                "\(backup) is not what was recorded: \(difference). Nothing was changed. Take another backup."
            )
        }
        let outcome = try LedgerRestore(of: path, at: TimeText.now).put(reader)
        terminal.line(output.json ? document(path, outcome).json : text(path, outcome))
    }

    private func refuseTheSame(as path: String) throws {
        guard let one = try? FileFacts(following: backup), let other = try? FileFacts(following: path),
            one.isSameFile(as: other)
        else { return }
        throw CommandFailure(64, "\(backup) is the ledger itself. Nothing was changed.")
    }

    private func text(_ path: String, _ outcome: LedgerRestore.Outcome) -> String {
        var text = "Restored \(backup) to \(path)\n\(outcome.head.rows) rows, head \(outcome.head.digest)\n"
        if let kept = outcome.kept {
            let rows = outcome.rowsBefore.map { ", \($0) rows" } ?? ""
            text += "The ledger before is \(kept)\(rows)\n"
        }
        return text + "Start the daemon again: systemctl start curtaild"
    }

    private func document(_ path: String, _ outcome: LedgerRestore.Outcome) -> JSONValue {
        [
            "schema": "curtaild.restore/1", "backup": .text(backup), "ledger": .text(path),
            "rows": .count(outcome.head.rows), "head": .text(outcome.head.digest),
            "kept": .orNull(outcome.kept), "rows_before": .orNull(outcome.rowsBefore),
        ]
    }
}

/// Keeps daemons off a ledger while it is replaced.
struct LedgerLock {
    private let lock: InstanceLock

    /// Takes the lock that a daemon on this ledger holds as long as it runs.
    ///
    /// - Throws: ``CommandFailure``: 75 while one runs.
    init(ofLedger path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        let lockPath = "\(folder.isEmpty ? "." : folder)/lock"
        let isNew = (try? FileFacts(of: lockPath)) == nil
        do {
            lock = try InstanceLock(path: lockPath)
        } catch InstanceLockFailure.heldByOther(_, let process) {
            throw CommandFailure(
                75,
                "curtaild (process \(process.map { "\($0)" } ?? "unknown")) runs on \(path). Nothing was changed. "
                    + "Stop it first: systemctl stop curtaild")
        } catch InstanceLockFailure.unusable(_, let errorNumber) {
            throw CommandFailure(
                CommandFailure.cannotCreate,
                "\(lockPath) cannot be locked (error \(errorNumber)). Nothing was changed. Check that the folder is "
                    + "there, and run this as root or as the user curtaild.")
        }
        // Made by root it would keep the daemon out.
        if isNew, let owner = try? FileFacts(following: folder.isEmpty ? "." : folder) {
            try? HostFile.give(lockPath, owner: owner.owner, group: owner.group, mode: 0o640)
        }
    }
}
