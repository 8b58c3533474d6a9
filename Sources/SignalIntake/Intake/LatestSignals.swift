import GridMarket
import GridUnits

/// The last accepted value of each key, of at most so many keys.
struct LatestSignals {
    private struct Entry {
        var order: Int64
        var signal: GridSignal
    }

    private struct SignalKey: Hashable {
        let kind: SignalKind
        let subject: SignalSubject
    }

    private let capacity: Int
    private var entries: [SignalKey: Entry] = [:]
    /// Keys in the order of their first arrival; a ring once the capacity is reached.
    private var arrivals: [SignalKey] = []
    private var oldest = 0

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { entries.count }

    /// Refuses what was accepted before or is older than it, and remembers the rest.
    ///
    /// - Parameters:
    ///   - signal: plausible, in time.
    ///   - at: the sender's time, where it gave one.
    ///   - receivedAt: stands in for it.
    ///   - sender: who sent it.
    /// - Throws: `duplicate` or `reordered`.
    mutating func accept(
        _ signal: GridSignal, at: UTCInstant?, receivedAt: UTCInstant, sender: String
    ) throws(SignalRejection) {
        let content = signal.content
        let key = SignalKey(kind: signal.kind, subject: content.subject(sender: sender))
        let order = content.order(at: at ?? receivedAt)
        if let last = entries[key] {
            guard order >= last.order else {
                throw SignalRejection(.reordered, "older than the \(signal.kind.rawValue) accepted last")
            }
            if order == last.order, last.signal == signal, !content.mayRepeat(hasTime: at != nil) {
                throw SignalRejection(.duplicate, "the same \(signal.kind.rawValue) was accepted before")
            }
        } else {
            makeRoom(for: key)
        }
        entries[key] = Entry(order: order, signal: signal)
    }

    private mutating func makeRoom(for key: SignalKey) {
        guard arrivals.count == capacity else { return arrivals.append(key) }
        entries[arrivals[oldest]] = nil
        arrivals[oldest] = key
        oldest = (oldest + 1) % capacity
    }
}
