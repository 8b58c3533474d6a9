import GRDB

/// Why a ledger cannot be used; each text says what was done and what to do next.
package enum LedgerError: Error, Hashable, Sendable {
    /// The file is something else, or not a database.
    case foreign(path: String, found: String)
    /// The file was written by a newer release.
    case tooNew(path: String, version: Int, known: Int)
    /// There is no such file.
    case missing(path: String)
    /// The file cannot be opened or read.
    case unreadable(path: String, why: String)
    /// The file is not what SQLite wrote: cut off, overwritten, or of a disk that lost pages.
    case malformed(path: String, why: String)
    /// The end of the chain does not agree with its digests.
    case damaged(path: String, sequence: Int64, why: String)
    /// The remembered state does not agree with its digest.
    case memoryDamaged(path: String, why: String)
    /// A record whose numbers the ledger has no room for.
    case unrecordable(String)
}

extension LedgerError {
    /// Why a file that looks like a ledger could not be opened, by what SQLite said of it.
    init(opening path: String, _ error: any Error) {
        let code = (error as? DatabaseError)?.resultCode
        self =
            code == .SQLITE_CORRUPT || code == .SQLITE_NOTADB
            ? .malformed(path: path, why: "\(error)") : .unreadable(path: path, why: "\(error)")
    }

    /// By sysexits(3): 65 where the file stays as it is until somebody acts, 73 where a later try may do.
    package var exitStatus: Int32 {
        switch self {
        case .foreign, .tooNew, .missing, .malformed, .damaged, .memoryDamaged, .unrecordable: 65
        case .unreadable: 73
        }
    }

    private static let wayOut =
        "put a backup in its place with: curtailctl restore BACKUP. Without a backup move it away: a new one is "
        + "begun, obligations in force have to be entered again, and units that sleep count as asleep by others."
}

extension LedgerError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .foreign(let path, let found):
            "\(path) is not a ledger of curtaild: it is \(found). Nothing was changed. "
                + "Move it away, or name another path."
        case .tooNew(let path, let version, let known):
            "\(path) has schema \(version), this program knows up to \(known). Nothing was changed. "
                + "Install the release that wrote it, or name another path."
        case .missing(let path):
            "There is no ledger at \(path). Nothing was created. Name the file: --ledger FILE"
        case .unreadable(let path, let why):
            "The ledger \(path) cannot be opened: \(why). Nothing was changed. "
                + "Check its owner, its mode and the disk: ls -l \(path)"
        case .malformed(let path, let why):
            "The file of the ledger \(path) is damaged: \(why). Nothing was changed. Keep a copy of it and \(Self.wayOut)"
        case .damaged(let path, let sequence, let why):
            "The ledger \(path) is damaged at row \(sequence): \(why). Nothing was changed. "
                + "Look closer with: curtailctl verify \(path); \(Self.wayOut)"
        case .memoryDamaged(let path, let why):
            "The remembered state in \(path) is damaged: \(why). Nothing was changed. "
                + "Look closer with: curtailctl verify \(path); \(Self.wayOut)"
        case .unrecordable(let what):
            "\(what) does not fit the ledger. The record was refused; check the unit of the input."
        }
    }
}
