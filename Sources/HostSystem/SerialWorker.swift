/// A thread that does one job after the other in the order given, so that a job that blocks holds up nobody else.
package final class SerialWorker: Sendable {
    /// A piece of work, done on the worker's thread.
    package typealias Job = @Sendable () -> Void

    private struct Queue: Sendable {
        var jobs: [Job] = []
        var later: [(due: Int64, job: Job)] = []
        /// Jobs given and not done: those that wait and the one being done.
        var open = 0
        var isStopping = false
    }

    private let limit: Int
    private let queue: Monitor<Queue>
    private let thread: HostThread?

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - name: shown by `top -H`; the kernel keeps 15 bytes.
    ///   - niceness: 0 … 19 steps below the process; what records yields to what commands.
    ///   - limit: jobs that may be open at once.
    package init(name: String, niceness: Int32 = 0, limit: Int = 1_024) {
        self.limit = limit
        let queue = Monitor(Queue())
        self.queue = queue
        thread = try? HostThread(name: name, niceness: niceness) {
            while let job = Self.next(of: queue) {
                job()
                queue.change { $0.open -= 1 }
            }
        }
        precondition(thread != nil, "the system gives no thread for \(name)")
    }

    deinit { queue.change { $0.isStopping = true } }

    /// Gives the thread a job; returns at once.
    ///
    /// - Returns: false when as many jobs as may be are open; the job is then not done.
    @discardableResult
    package func perform(_ job: @escaping Job) -> Bool {
        queue.change { queue in
            guard queue.open < limit, !queue.isStopping else { return false }
            queue.open += 1
            queue.jobs.append(job)
            return true
        }
    }

    /// Gives the thread a job to be done after a while, behind those that wait then.
    package func perform(afterMilliseconds milliseconds: Int, _ job: @escaping Job) {
        let due = BootTime.nanoseconds + Int64(milliseconds) * 1_000_000
        queue.change { $0.later.append((due, job)) }
    }

    /// Waits until every job given so far has been done.
    ///
    /// - Parameter milliseconds: how long at most.
    /// - Returns: whether they were done in time.
    @discardableResult
    package func flush(milliseconds: Int = 60_000) -> Bool {
        let isDone = Monitor(false)
        queue.change { queue in
            queue.open += 1
            queue.jobs.append { isDone.change { $0 = true } }
        }
        let end = BootTime.nanoseconds + Int64(milliseconds) * 1_000_000
        return isDone.wait { isDone in
            if isDone { return .done(true) }
            let left = end - BootTime.nanoseconds
            return left > 0 ? .wait(nanoseconds: left) : .done(false)
        }
    }

    /// Does the jobs that wait, drops those that are not due yet, and ends the thread.
    package func stop() {
        queue.change { $0.isStopping = true }
        thread?.join()
    }

    private static func next(of queue: Monitor<Queue>) -> Job? {
        queue.wait { queue in
            let now = BootTime.nanoseconds
            if let index = queue.later.firstIndex(where: { $0.due <= now }) {
                queue.jobs.append(queue.later.remove(at: index).job)
                queue.open += 1
            }
            if !queue.jobs.isEmpty { return .done(queue.jobs.removeFirst()) }
            if queue.isStopping { return .done(nil) }
            return .wait(nanoseconds: queue.later.map(\.due).min().map { $0 - now })
        }
    }
}
