import GridUnits

/// When the head digest of the ledger is due in the journal: at every event's end and once an hour.
struct HeadJournal {
    /// The batch with an event's end, until it or a later one is durable.
    private var endingBatch: Int64?
    private var lastHead: String?
    private(set) var due: MonotonicInstant?

    static let every = TimeSpan.seconds(3_600)

    /// An event ends with this batch.
    mutating func eventEnds(in batch: Int64) { endingBatch = batch }

    /// Remembers the head that a durable batch has left.
    ///
    /// - Returns: whether it belongs into the journal now.
    mutating func durable(_ batch: Int64, head: String, now: MonotonicInstant) -> Bool {
        due = due ?? now.advanced(by: Self.every)
        guard let ending = endingBatch, batch >= ending else { return false }
        endingBatch = nil
        written(head, now: now)
        return true
    }

    /// Whether the hour is over and the ledger has grown since.
    mutating func isHourly(_ head: String?, now: MonotonicInstant) -> Bool {
        guard let due, now >= due, let head else { return false }
        let isNews = head != lastHead
        written(head, now: now)
        return isNews
    }

    private mutating func written(_ head: String, now: MonotonicInstant) {
        lastHead = head
        due = now.advanced(by: Self.every)
    }
}
