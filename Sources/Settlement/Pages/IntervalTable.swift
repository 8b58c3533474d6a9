import GridUnits

/// Values by interval, in blocks of a day.
///
/// A year has 35,000 intervals: growing moves references to blocks, not the values, and neighbours lie together.
struct IntervalTable<Value: Sendable>: Sendable {
    private var blocks: [Int64: [Value?]] = [:]

    private static var blockLength: Int64 { 86_400 / SettlementInterval.lengthSeconds }

    subscript(_ interval: SettlementInterval) -> Value? {
        get {
            let (block, index) = Self.place(of: interval)
            return blocks[block]?[index]
        }
        _modify {
            let (block, index) = Self.place(of: interval)
            yield &blocks[block, default: Array(repeating: nil, count: Int(Self.blockLength))][index]
        }
    }

    subscript(_ interval: SettlementInterval, default value: @autoclosure () -> Value) -> Value {
        get { self[interval] ?? value() }
        _modify {
            // Taken out, so that what changes it in place need not copy it.
            var entry = self[interval].take() ?? value()
            defer { self[interval] = entry }
            yield &entry
        }
    }

    /// The intervals from one on that have a value, in order.
    func intervals(from first: SettlementInterval) -> [SettlementInterval] {
        let start = Self.number(of: first)
        return blocks.keys.filter { ($0 + 1) * Self.blockLength > start }.sorted().flatMap { block in
            (blocks[block] ?? []).indices.lazy.filter { blocks[block]?[$0] != nil }
                .map { block * Self.blockLength + Int64($0) }
        }.filter { $0 >= start }.map(Self.interval)
    }

    private static func place(of interval: SettlementInterval) -> (block: Int64, index: Int) {
        let number = number(of: interval)
        let index = number % blockLength
        let positive = index < 0 ? index + blockLength : index
        return ((number - positive) / blockLength, Int(positive))
    }

    private static func number(of interval: SettlementInterval) -> Int64 {
        interval.start.secondsSinceEpoch / SettlementInterval.lengthSeconds
    }

    private static func interval(_ number: Int64) -> SettlementInterval {
        SettlementInterval(
            containing: UTCInstant(secondsSinceEpoch: number * SettlementInterval.lengthSeconds))
    }
}
