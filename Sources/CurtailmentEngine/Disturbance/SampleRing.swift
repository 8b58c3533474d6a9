import GridMarket
import GridUnits

/// The newest samples of one source, oldest first, in memory that is bounded and reused.
struct SampleRing: Sendable {
    /// Room for 85 s at 120 samples a second; grows from nothing, so that a slow source takes little.
    static let capacity = 10_240

    private var slots: [FrequencySample] = []
    private var start = 0
    private(set) var count = 0
    /// Samples that were pushed out by newer ones since the last block.
    private var lost = 0

    var oldest: FrequencySample? { count > 0 ? slots[start] : nil }

    /// Adds a sample; when there is no room, the oldest gives way.
    mutating func append(_ sample: FrequencySample) {
        if count == slots.count, count < Self.capacity { grow() }
        if count == slots.count {
            dropOldest()
            lost += 1
        }
        slots[(start + count) % slots.count] = sample
        count += 1
    }

    mutating func drop(before instant: UTCInstant) {
        while let oldest, oldest.at < instant { dropOldest() }
        lost = 0
    }

    /// Takes out the oldest samples as one block, at most so many.
    mutating func takeBlock(of source: String, atMost limit: Int) -> SampleBlock? {
        let samples = (0..<min(count, limit)).map { slots[(start + $0) % slots.count] }
        guard let block = SampleBlock(samples, source: source, lost: lost) else { return nil }
        lost = 0
        count -= samples.count
        start = count == 0 ? 0 : (start + samples.count) % slots.count
        return block
    }

    private mutating func dropOldest() {
        start = (start + 1) % slots.count
        count -= 1
    }

    private mutating func grow() {
        var larger: [FrequencySample] = []
        let room = min(Self.capacity, max(256, slots.count * 2))
        larger.reserveCapacity(room)
        for place in 0..<count { larger.append(slots[(start + place) % slots.count]) }
        let filler = FrequencySample(at: UTCInstant(nanosecondsSinceEpoch: 0), frequency: .zero)
        larger.append(contentsOf: repeatElement(filler, count: room - count))
        slots = larger
        start = 0
    }
}
