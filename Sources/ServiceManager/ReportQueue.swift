import HostSystem

/// Tells the service manager from a thread of its own, so that a manager that does not read holds up no decision.
///
/// A full datagram queue makes sd_notify(3) wait, as during a long daemon-reload. What waits is bounded: a new status
/// line takes the place of one that has not gone out, and equal reports stand for each other.
final class ReportQueue: Sendable {
    private struct Waiting {
        var reports: [ServiceNotifier.Report] = []
        var isSending = false

        mutating func add(_ report: ServiceNotifier.Report) {
            reports.removeAll { Self.replaces(report, $0) }
            reports.append(report)
        }

        private static func replaces(_ new: ServiceNotifier.Report, _ old: ServiceNotifier.Report) -> Bool {
            if case (.status, .status) = (new, old) { return true }
            return new == old
        }
    }

    private let waiting = Monitor(Waiting())
    private let worker = SerialWorker(name: "notify", niceness: 10)
    private let deliver: @Sendable (ServiceNotifier.Report) -> Void

    /// Makes a queue.
    ///
    /// - Parameter deliver: called for one report after the other; may block.
    init(deliver: @escaping @Sendable (ServiceNotifier.Report) -> Void) { self.deliver = deliver }

    /// Takes a report that stands for itself until a newer one comes; returns at once.
    func add(_ report: ServiceNotifier.Report) {
        let begins = waiting.withLock { waiting in
            waiting.add(report)
            defer { waiting.isSending = true }
            return !waiting.isSending
        }
        if begins { worker.perform { [self] in send() } }
    }

    private func send() {
        while let report = next() { deliver(report) }
    }

    private func next() -> ServiceNotifier.Report? {
        waiting.withLock { waiting in
            waiting.isSending = !waiting.reports.isEmpty
            return waiting.reports.isEmpty ? nil : waiting.reports.removeFirst()
        }
    }

    /// Waits until everything added so far has been delivered, for tests.
    func flush() { worker.flush() }
}
