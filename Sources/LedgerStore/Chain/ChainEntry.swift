package import GridUnits
package import Settlement

/// The content of one row of the chain.
package struct ChainEntry: Hashable, Sendable {
    /// The kinds of row.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case policy, input, decision, event, fact, load, interval, basis, claim
        /// The digest of raw samples that are kept beside the chain.
        case samples
        /// Raw samples that were dropped because of their age.
        case retention
        /// The digest of an operating day's last row, signed.
        case seal
        /// Records that had to be refused while the ledger could not be written.
        case gap
    }

    package enum Content: Hashable, Sendable {
        case record(LedgerRecord)
        case gap(LedgerGap)
        case seal(DaySeal)
        case samples(SampleNote)
        case retention(SampleRetention)
    }

    package let content: Content
    /// Counts the versions of one interval, basis or claim, from 1.
    package let version: Int64
    /// The row that this one revises.
    package let replaces: Int64?

    init(_ content: Content, version: Int64 = 1, replaces: Int64? = nil) {
        self.content = content
        self.version = version
        self.replaces = replaces
    }

    package var kind: Kind {
        switch content {
        case .record(.policy): .policy
        case .record(.input): .input
        case .record(.decision): .decision
        case .record(.event): .event
        case .record(.fact): .fact
        case .record(.load): .load
        case .record(.interval): .interval
        case .record(.basis): .basis
        case .record(.claim): .claim
        case .gap: .gap
        case .seal: .seal
        case .samples: .samples
        case .retention: .retention
        }
    }

    package var at: UTCInstant {
        switch content {
        case .record(let record): record.at
        case .gap(let gap): gap.last
        case .seal(let seal): seal.at
        case .samples(let note): note.at
        case .retention(let retention): retention.at
        }
    }
}

/// Records that found no room in the queue while the ledger could not be written.
package struct LedgerGap: Hashable, Sendable {
    package var records: Int64
    /// The instants of the first and the last of them.
    package var first: UTCInstant
    package var last: UTCInstant

    package init(records: Int64, first: UTCInstant, last: UTCInstant) {
        self.records = records
        self.first = first
        self.last = last
    }
}
