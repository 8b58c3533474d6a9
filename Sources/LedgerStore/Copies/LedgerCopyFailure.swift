/// Why a ledger was not copied or put back; each text says what was done and what to do next.
package enum LedgerCopyFailure: Error, Hashable, Sendable {
    /// The name is taken, and nothing is ever overwritten.
    case exists(path: String)
    /// The copy could not be written: no space, no leave, no folder.
    case notWritten(path: String, why: String)
    /// The copy does not agree with its own digests, so the file that it was made of does not either.
    case copyDamaged(of: String, why: String)
    /// The present ledger could not be kept beside the new one; it is where it was.
    case notKept(path: String, why: String)
    /// Everything is in place but the ledger itself; the text says what to rename.
    case notReplaced(path: String, kept: String, why: String)
}

extension LedgerCopyFailure {
    /// By sysexits(3): 65 bad data, 73 cannot create.
    package var exitStatus: Int32 {
        switch self {
        case .copyDamaged: 65
        case .exists, .notWritten, .notKept, .notReplaced: 73
        }
    }
}

extension LedgerCopyFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .exists(let path):
            "\(path) is there already. Nothing was changed. Name another file, or move that one away."
        case .notWritten(let path, let why):
            "The copy \(path) could not be written: \(why). What there was of it is removed, nothing else was "
                + "changed. Check the folder and its space: ls -ld \(LedgerReader.folder(of: path)); "
                + "df -h \(LedgerReader.folder(of: path)); or name another file."
        case .copyDamaged(let path, let why):
            "A copy of \(path) does not agree with its digests: \(why). It is removed, nothing else was "
                + "changed. Look closer with: curtailctl verify \(path)"
        case .notKept(let path, let why):
            "The present ledger \(path) could not be kept beside the new one: \(why). Nothing was replaced. "
                + "Make space, or move it away by hand, and restore again."
        case .notReplaced(let path, let kept, let why):
            "The backup could not be put in the place of \(path): \(why). The ledger before is whole in "
                + "\(kept). Put it back with: mv \(kept) \(path); or restore again."
        }
    }
}
