package import SiteRecord
import CurtailmentEngine
package import GridUnits

/// The chain's note of raw samples kept beside it: enough to tell whether they are as they were measured.
package struct SampleNote: Hashable, Sendable {
    /// When the block was recorded.
    package let at: UTCInstant
    /// The source that measured them.
    package let source: String
    /// The earliest time of the samples, by the measuring device.
    package let first: UTCInstant
    /// The latest time of the samples, by the measuring device.
    package let last: UTCInstant
    /// How many samples the block holds.
    package let count: Int
    /// Samples right before these that found no room in memory.
    package let lost: Int
    /// SHA-256 of the packed samples, 64 hexadecimal digits.
    package let digest: String

}

extension SampleNote {
    init(_ block: SampleBlock, at: UTCInstant) {
        self.init(
            at: at, source: block.source, first: block.first, last: block.last, count: block.count,
            lost: block.lost, digest: ChainDigest.hexadecimal(ChainDigest.fingerprint(block.bytes)))
    }
}

extension SampleNote: FieldRecord {
    static let kind = "samples"

    package static let fields = Fields(
        SampleNote.init(at:source:first:last:count:lost:digest:), Field("at_ns") { $0.at },
        Field("source") { $0.source }, Field("first_ns") { $0.first }, Field("last_ns") { $0.last },
        Field("count") { $0.count }, Field("lost", unless: 0) { $0.lost }, Field("sha256") { $0.digest })
}

/// Raw samples that were dropped because of their age; their ``SampleNote``s stay.
package struct SampleRetention: Hashable, Sendable {
    /// When they were dropped.
    package let at: UTCInstant
    /// Every block whose last sample is older.
    package let before: UTCInstant
    /// How many blocks were dropped.
    package let blocks: Int64
    /// How many samples those held.
    package let samples: Int64
}

extension SampleRetention: FieldRecord {
    static let kind = "retention"

    package static let fields = Fields(
        SampleRetention.init(at:before:blocks:samples:), Field("at_ns") { $0.at },
        Field("before_ns") { $0.before }, Field("blocks") { $0.blocks }, Field("samples") { $0.samples })
}
