package import SiteRecord
package import GridUnits

/// One kind of row of the chained log: its form, and what settlement makes of it.
///
/// To add a kind: one file with a type that conforms, and its lines in ``LedgerRecord``, the list. Its place in the
/// chain, reading it back, the digests, `verify`, backups and the random round trips follow. A kind that is also asked
/// for by SQL declares a table in the ledger's module, which finds it by its type; one that settlement acts on gets its
/// case in `Settler`.
package protocol LedgerContent: FieldValue, Hashable {
    /// The kind's name: the chain's column `kind`, and the member that holds the content beside the row's instant.
    static var kind: String { get }

    /// Whether the content says its instant itself, so that the row is the content and nothing else.
    static var holdsInstant: Bool { get }

    /// The interval, group or claim that a row of settlement replaces when it comes again; nil for every other row.
    var settled: SettledSubject? { get }
}

extension LedgerContent {
    package static var holdsInstant: Bool { false }
    package var settled: SettledSubject? { nil }
}

/// The interval, and the group where there is one, that a row of settlement is about.
package struct SettledSubject: Hashable, Sendable {
    /// The interval that is settled.
    package let interval: SettlementInterval
    /// Nil for the whole site.
    package let group: String?

    init(_ interval: SettlementInterval, group: String? = nil) {
        self.interval = interval
        self.group = group
    }
}
