package import GridMarket
package import GridUnits

/// Raw samples of one source, as they came, packed for the ledger: a piece of a disturbance record.
package struct SampleBlock: Hashable, Sendable {
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
    /// The samples as ``SampleCoding`` packs them.
    package let bytes: [UInt8]

    /// Packs samples in the order in which they came.
    ///
    /// - Returns: nil of no samples.
    package init?(_ samples: some Collection<FrequencySample>, source: String, lost: Int = 0) {
        guard let first = samples.lazy.map(\.at).min(), let last = samples.lazy.map(\.at).max() else {
            return nil
        }
        self.init(
            source: source, first: first, last: last, count: samples.count, lost: lost,
            bytes: SampleCoding.bytes(of: samples))
    }

    /// A block as it was stored.
    package init(
        source: String, first: UTCInstant, last: UTCInstant, count: Int, lost: Int, bytes: [UInt8]
    ) {
        self.source = source
        self.first = first
        self.last = last
        self.count = count
        self.lost = lost
        self.bytes = bytes
    }

    /// Unpacks the samples.
    ///
    /// - Throws: ``SampleCoding/Failure`` when the bytes are not what was packed.
    package func samples() throws(SampleCoding.Failure) -> [FrequencySample] {
        try SampleCoding.samples(in: bytes, count: count)
    }
}
