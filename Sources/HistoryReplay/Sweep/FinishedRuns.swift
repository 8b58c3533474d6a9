import HostSystem

/// Counts runs that end on any thread.
final class FinishedRuns: Sendable {
    private let count = Monitor(0)
    private let total: Int
    private let progress: ReplayProgress

    init(total: Int, progress: @escaping ReplayProgress) {
        self.total = total
        self.progress = progress
    }

    func add() {
        let done = count.withLock { count in
            count += 1
            return count
        }
        progress(done, total)
    }
}
