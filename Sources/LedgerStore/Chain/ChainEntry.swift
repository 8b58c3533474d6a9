package import GridUnits
package import Settlement
package import SiteRecord

/// The content of one row of the chain.
package struct ChainEntry: Hashable, Sendable {
    /// The kinds of row: those that the site records, and those that the ledger adds for its own upkeep.
    package enum Content: Hashable, Sendable {
        case record(LedgerRecord)
        /// Records that had to be refused while the ledger could not be written.
        case gap(LedgerGap)
        /// The digest of an operating day's last row, signed.
        case seal(DaySeal)
        /// The digest of raw samples that are kept beside the chain.
        case samples(SampleNote)
        /// Raw samples that were dropped because of their age.
        case retention(SampleRetention)
    }

    /// The content itself.
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

    /// The name in the chain's column `kind`.
    package var kind: String {
        switch content {
        case .record(let record): record.kind
        case .gap: LedgerGap.kind
        case .seal: DaySeal.kind
        case .samples: SampleNote.kind
        case .retention: SampleRetention.kind
        }
    }

    /// When it was recorded or happened.
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

extension ChainEntry: CanonicallyWritten {
    package func write(to writer: inout CanonicalWriter) {
        switch content {
        case .record(let record):
            record.write(revision: replaces.map { (version: version, replaces: $0) }, to: &writer)
        case .gap(let gap): gap.write(to: &writer)
        case .seal(let seal): seal.write(to: &writer)
        case .samples(let note): note.write(to: &writer)
        case .retention(let retention): retention.write(to: &writer)
        }
    }

    /// Reads the body of a row.
    ///
    /// - Returns: nil for a kind that no row has.
    /// - Throws: ``CanonicalFailure`` when the body is not what rows of this kind hold.
    init?(kind: String, body: [UInt8]) throws(CanonicalFailure) {
        let value = try CanonicalValue(parsing: body)
        switch kind {
        case LedgerGap.kind: self.init(.gap(try LedgerGap(recorded: value)))
        case DaySeal.kind: self.init(.seal(try DaySeal(recorded: value)))
        case SampleNote.kind: self.init(.samples(try SampleNote(recorded: value)))
        case SampleRetention.kind: self.init(.retention(try SampleRetention(recorded: value)))
        default:
            guard let record = try LedgerRecord(kind: kind, recorded: value) else { return nil }
            self.init(
                .record(record), version: try value.optionalInteger("version") ?? 1,
                replaces: try value.optionalInteger("replaces"))
        }
    }
}

extension LedgerRecord {
    /// Its text in the chain.
    package var text: String { String(decoding: ChainEntry(.record(self)).canonicalBytes, as: UTF8.self) }
}

/// Records that found no room in the queue while the ledger could not be written.
package struct LedgerGap: FieldRecord, Hashable, Sendable {
    /// How many records were refused.
    package var records: Int64
    /// The instant of the first of them.
    package var first: UTCInstant
    /// The instant of the last of them.
    package var last: UTCInstant

    package init(records: Int64, first: UTCInstant, last: UTCInstant) {
        self.records = records
        self.first = first
        self.last = last
    }

    static let kind = "gap"

    package static let fields = Fields(
        LedgerGap.init(records:first:last:), Field("records") { $0.records }, Field("first_ns") { $0.first },
        Field("last_ns") { $0.last })
}
