import HostSystem
package import SitePorts
import Synchronization

/// Writes entries in order, on a thread of its own, so that a stuck journald never holds up a decision.
package final class Journal: Sendable {
    /// Entries that may wait; those beyond are counted and reported in one entry.
    package static let limit = 4_096

    private let limit: Int
    private let deliver: @Sendable (JournalRecord) -> Void
    private let worker: SerialWorker
    private let dropped = Atomic(0)

    /// Makes a journal that hands records to a function of the caller's.
    ///
    /// - Parameters:
    ///   - limit: entries that may wait.
    ///   - deliver: called for one record after the other; may block.
    package init(limit: Int = Journal.limit, deliver: @escaping @Sendable (JournalRecord) -> Void) {
        self.limit = limit
        self.deliver = deliver
        worker = SerialWorker(name: "journal", niceness: 10, limit: limit)
    }

    /// Makes a journal that writes to journald or standard error.
    package convenience init(_ destination: JournalDestination = JournalDestination(.current)) {
        let output = JournalOutput(destination: destination)
        self.init { output.write($0) }
    }

    package func write(_ entry: JournalEntry) { write(JournalRecord(entry)) }

    /// Queues a record; returns at once.
    package func write(_ record: JournalRecord) {
        let isAccepted = worker.perform { [self] in deliverNext(record) }
        if !isAccepted { dropped.add(1, ordering: .relaxed) }
    }

    /// Waits until everything queued so far has been written.
    ///
    /// - Parameter milliseconds: how long at most, because a stop must end also when journald is stuck.
    /// - Returns: whether everything was written in time.
    @discardableResult
    package func flush(milliseconds: Int = 2_000) -> Bool {
        worker.flush(milliseconds: milliseconds)
    }

    private func deliverNext(_ record: JournalRecord) {
        deliver(record)
        let dropped = dropped.exchange(0, ordering: .relaxed)
        guard dropped > 0 else { return }
        deliver(
            JournalRecord(
                JournalEntry(
                    .alarm, .error,
                    "\(dropped) journal entries were dropped, because \(limit) were waiting for the journal. The "
                        + "ledger has them all. Look at the journal's health: systemctl status systemd-journald"
                )))
    }
}
