/// Why a line was not taken, in words that `curtailctl signals` shows and counts by.
package enum RejectionReason: String, Hashable, Sendable, CaseIterable {
    /// Not JSON, not line protocol, a field missing, twice, or not of its type.
    case malformed
    /// Longer than 64 KiB.
    case oversize
    /// Control characters or bytes that are not UTF-8.
    case binary
    case unknownKind = "unknown_kind"
    /// The source's `may` does not list the kind.
    case notAllowed = "not_allowed"
    /// A value or a time that cannot be.
    case absurd
    case future
    case ancient
    /// The same value of the same thing at the same time again.
    case duplicate
    /// Older than what was accepted already.
    case reordered
    /// One of two settlement points of the same name, while the configuration does not say which is ours.
    case ambiguous
    /// A source of lower rank says the same thing and is fresh.
    case outranked
}

/// A line that was not taken, with the numbers that say why.
package struct SignalRejection: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason by which rejections are counted.
    package let reason: RejectionReason
    /// The numbers that say why, for people.
    package let detail: String

    package init(_ reason: RejectionReason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }

    package var description: String { "\(reason.rawValue): \(detail)" }
}

/// A line of a file that was not taken.
package struct LineRejection: Hashable, Sendable, CustomStringConvertible {
    /// Counted from 1.
    package let line: Int
    /// The reason and its numbers.
    package let rejection: SignalRejection

    package init(line: Int, rejection: SignalRejection) {
        self.line = line
        self.rejection = rejection
    }

    package var description: String { "line \(line): \(rejection)" }
}
