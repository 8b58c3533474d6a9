import GridMarket
import GridUnits

/// The senders behind one source, recognised by the bytes of their names, so that a known one costs no string.
struct SenderNames {
    private struct Sender {
        let bytes: [UInt8]
        let name: String
        var newest = UTCInstant(nanosecondsSinceEpoch: .min)
    }

    private let source: String
    private let capacity: Int
    private var senders: [Sender] = []
    private var last = 0

    init(source: String, capacity: Int) {
        self.source = source
        self.capacity = max(1, capacity)
    }

    /// The position of the sender whose name stands in a line.
    ///
    /// Beyond the capacity all further senders share the last place, under the source's own name.
    mutating func position(of range: Range<Int>, in bytes: Span<UInt8>) -> Int {
        if last < senders.count, equals(senders[last].bytes, bytes, range) { return last }
        for position in senders.indices where equals(senders[position].bytes, bytes, range) {
            last = position
            return position
        }
        if senders.count > capacity { return capacity }
        let isFull = senders.count == capacity
        let content = isFull ? [] : LineText.copy(bytes, range)
        let text = String(decoding: content.prefix(64), as: UTF8.self)
        senders.append(Sender(bytes: content, name: text.isEmpty ? source : "\(source)/\(text)"))
        last = senders.count - 1
        return last
    }

    func name(at position: Int) -> String { senders[position].name }

    /// Whether a time is newer than the sender's newest; equal and older ones are told apart.
    mutating func advance(_ position: Int, to instant: UTCInstant) -> RejectionReason? {
        let newest = senders[position].newest
        guard instant > newest else { return instant == newest ? .duplicate : .reordered }
        senders[position].newest = instant
        return nil
    }

    private func equals(_ name: [UInt8], _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard name.count == range.count else { return false }
        var index = 0
        while index < name.count {
            guard name[index] == bytes[range.lowerBound + index] else { return false }
            index += 1
        }
        return true
    }
}
