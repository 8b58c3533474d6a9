import CurtailmentEngine
package import GridUnits
package import LedgerStore

/// A month's statement: one page that needs no network, no script and no other file.
package struct SiteStatement {
    private let facts: StatementFacts

    /// Reads everything that the statement says.
    ///
    /// - Parameters:
    ///   - reader: the ledger; a running daemon may write it meanwhile.
    ///   - month: which month of operating days.
    ///   - issuedAt: now.
    /// - Throws: GRDB's error when the file cannot be read, `CanonicalFailure` when a row is not what it should be.
    package init(_ reader: LedgerReader, month: StatementMonth, issuedAt: UTCInstant) throws {
        facts = try StatementFacts(reader, month: month, issuedAt: issuedAt)
    }

    /// The page: HTML that is well-formed XML as well.
    package func html() -> String { StatementPage(facts: facts).html() }

    /// The site's name; nil where the ledger holds no configuration of the month.
    package var siteName: String? { facts.policy?.name }

    /// Settled intervals, and those of the month that are not.
    package var intervals: (settled: Int, missing: Int) {
        (facts.intervals.count, facts.gaps.reduce(0) { $0 + $1.count })
    }

    /// How many curtailments the month had.
    package var eventCount: Int { facts.events.count }

    /// The ledger as it was read.
    package var head: LedgerHead { facts.head }
}
