package import GridMarket
package import GridUnits

/// Keeps the raw samples around disturbances: a minute before each and a quarter of an hour after it.
///
/// Everything else is forgotten after a minute. Each sample is handed out once, however disturbances overlap.
package struct DisturbanceRecorder: Sendable {
    /// How long before the moment that begins a record samples are kept.
    package static let before = TimeSpan.seconds(60)
    /// How long samples are recorded after the last crossing.
    package static let after = TimeSpan.seconds(900)
    /// How long samples are gathered into one block.
    static let gatheredFor = TimeSpan.seconds(10)
    /// Samples in one block at most.
    static let blockLimit = 4_096
    /// Sources that are kept; samples of any further ones are not.
    static let sourceLimit = 8

    private var rings: [String: SampleRing] = [:]
    private var until: UTCInstant?

    package init() {}

    /// Whether samples are being recorded.
    package var isRecording: Bool { until != nil }

    /// Keeps one sample; nothing is packed here, because this stands on the way of a trip.
    package mutating func record(_ sample: FrequencySample, from source: String) {
        if rings[source] == nil {
            if rings.count >= Self.sourceLimit { forgetSilent(before: Self.oldestKept(sample.at)) }
            guard rings.count < Self.sourceLimit else { return }
            rings[source] = SampleRing()
        }
        let isRecording = until != nil
        rings[source]?.append(sample)
        guard !isRecording else { return }
        rings[source]?.drop(before: Self.oldestKept(sample.at))
    }

    private static func oldestKept(_ instant: UTCInstant) -> UTCInstant {
        instant.advanced(byNanoseconds: -before.nanoseconds)
    }

    /// Forgets samples of sources that have long fallen silent, and those sources.
    private mutating func forgetSilent(before instant: UTCInstant) {
        guard until == nil else { return }
        for source in rings.keys { rings[source]?.drop(before: instant) }
        rings = rings.filter { $0.value.oldest != nil }
    }

    /// Begins a record, or makes the one that is going on last longer.
    ///
    /// - Parameters:
    ///   - instant: when the disturbance began; the record ends so much later, whatever follows.
    ///   - now: a disturbance whose record would be over by this begins none.
    package mutating func record(around instant: UTCInstant, at now: UTCInstant) {
        let end = instant.advanced(byNanoseconds: Self.after.nanoseconds)
        guard now < end else { return }
        forgetSilent(before: Self.oldestKept(instant))
        until = until.map { max($0, end) } ?? end
    }

    /// Hands out what has been gathered; to be called about once a second.
    ///
    /// - Parameters:
    ///   - now: the record ends when its time is over by this.
    ///   - isLast: hand out everything, because the program ends.
    /// - Returns: blocks in the order of their sources; none while nothing is recorded.
    package mutating func takeBlocks(at now: UTCInstant, isLast: Bool = false) -> [SampleBlock] {
        guard let until else { return [] }
        let isOver = now >= until
        if isOver { self.until = nil }
        let due = now.advanced(byNanoseconds: -Self.gatheredFor.nanoseconds)
        var blocks: [SampleBlock] = []
        for source in rings.keys.sorted() {
            while let ring = rings[source], let oldest = ring.oldest,
                isOver || isLast || oldest.at <= due || ring.count >= Self.blockLimit,
                let block = rings[source]?.takeBlock(of: source, atMost: Self.blockLimit)
            {
                blocks.append(block)
            }
        }
        return blocks
    }
}
