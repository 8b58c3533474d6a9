package import GridMarket
package import GridUnits

/// Rate of change of frequency over a span, from a bounded ring of samples.
///
/// A long span at a fast rate would not fit: samples closer together than a 64th of the span are measured, not kept.
package struct RateWindow: Sendable {
    /// Samples kept; the span never needs more than about half of them.
    static let capacity = 128
    /// Samples kept in one span at most.
    private static let perSpan: Int64 = 64

    private let span: TimeSpan
    private var times: [Int64]
    private var values: [Int64]
    private var start = 0
    private var count = 0

    /// An empty window; `span` is at least half a second.
    package init(span: TimeSpan) {
        self.span = span
        times = Array(repeating: 0, count: Self.capacity)
        values = Array(repeating: 0, count: Self.capacity)
    }

    /// Adds a sample and measures against the newest kept one that is at least the span older.
    ///
    /// - Parameter sample: newer than all before it; an older one empties the window.
    /// - Returns: nil until the span is filled.
    package mutating func rate(adding sample: FrequencySample) -> FrequencyRate? {
        let time = sample.at.nanosecondsSinceEpoch
        if count > 0, time < times[(start + count - 1) % Self.capacity] { count = 0 }
        // Everything older than the newest sample outside the span is no longer needed.
        while count > 1, time - times[(start + 1) % Self.capacity] >= span.nanoseconds { dropOldest() }
        if isWorthKeeping(time) {
            if count == Self.capacity { dropOldest() }
            let end = (start + count) % Self.capacity
            times[end] = time
            values[end] = sample.frequency.microhertz
            count += 1
        }
        let elapsed = time - times[start]
        guard elapsed >= span.nanoseconds, elapsed > 0 else { return nil }
        let change = Int128(sample.frequency.microhertz - values[start]) * 1_000_000_000
        return FrequencyRate(microhertzPerSecond: Int64(clamping: change / Int128(elapsed)))
    }

    private func isWorthKeeping(_ time: Int64) -> Bool {
        guard count > 0 else { return true }
        return time - times[(start + count - 1) % Self.capacity] >= span.nanoseconds / Self.perSpan
    }

    private mutating func dropOldest() {
        start = (start + 1) % Self.capacity
        count -= 1
    }
}
