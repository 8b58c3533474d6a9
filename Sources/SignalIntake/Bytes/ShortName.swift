/// A name of at most 16 bytes as two integers, so that keys are compared without a string being made.
struct ShortName: Hashable, Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(_ text: String) {
        precondition(text.utf8.count <= 16, "the name \(text) is too long to be a ShortName")
        for (index, byte) in text.utf8.enumerated() { put(byte, at: index) }
    }

    /// The name in these bytes; nil when it is longer than any known one.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard range.count <= 16 else { return nil }
        var index = 0
        while index < range.count {
            put(bytes[range.lowerBound + index], at: index)
            index += 1
        }
    }

    private mutating func put(_ byte: UInt8, at index: Int) {
        if index < 8 {
            low |= UInt64(byte) << UInt64(8 * index)
        } else {
            high |= UInt64(byte) << UInt64(8 * (index - 8))
        }
    }
}
