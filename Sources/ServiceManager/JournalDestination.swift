import Glibc

/// Where entries go.
package enum JournalDestination: Hashable, Sendable {
    /// Structured, to journald.
    case journal
    /// Text with an `<n>` priority, for whoever collects standard error.
    case prefixedText
    /// Text for a person.
    case plainText

    /// The deciding inputs, read once at the start.
    package struct Circumstances: Hashable, Sendable {
        /// `JOURNAL_STREAM`, `device:inode`: set by systemd when it connects standard error to the journal.
        package var journalStream: String?
        /// `device:inode` of standard error.
        package var standardError: String?
        /// Whether lines go to a person rather than to the journal.
        package var isTerminal: Bool
        /// Whether journald's socket is there.
        ///
        /// Without it libsystemd reports success and the entry is lost.
        package var hasJournalSocket: Bool

        package init(
            journalStream: String?, standardError: String?, isTerminal: Bool, hasJournalSocket: Bool
        ) {
            self.journalStream = journalStream
            self.standardError = standardError
            self.isTerminal = isTerminal
            self.hasJournalSocket = hasJournalSocket
        }

        /// The folders of this process.
        package static var current: Circumstances {
            var status = stat()
            let isKnown = unsafe fstat(STDERR_FILENO, &status) == 0
            return Circumstances(
                journalStream: Environment.value("JOURNAL_STREAM"),
                standardError: isKnown ? "\(status.st_dev):\(status.st_ino)" : nil,
                isTerminal: isatty(STDERR_FILENO) == 1,
                hasJournalSocket: unsafe access("/run/systemd/journal/socket", W_OK) == 0)
        }
    }

    /// Chooses the journal only when standard error leads there already, so that `2>file` keeps its meaning.
    package init(_ circumstances: Circumstances) {
        if let stream = circumstances.journalStream, stream == circumstances.standardError,
            circumstances.hasJournalSocket
        {
            self = .journal
        } else {
            self = circumstances.isTerminal ? .plainText : .prefixedText
        }
    }
}

/// The process's environment.
enum Environment {
    static func value(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}
