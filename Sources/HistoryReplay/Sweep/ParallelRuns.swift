import HostSystem

/// Does numbered pieces of work on several threads.
///
/// Results come back in the order of the numbers, so that nothing depends on how many threads there are.
enum ParallelRuns {
    private struct State<Result: Sendable> {
        var next = 0
        var results: [Result?]
        /// The failure with the lowest number: numbers are begun in order, so what lies below it was begun too.
        var failure: (number: Int, error: any Error)?
    }

    /// Shared by the threads of one call; the mutex keeps it.
    private final class Board<Result: Sendable>: Sendable {
        let state: Monitor<State<Result>>

        init(count: Int) { state = Monitor(State(results: Array(repeating: nil, count: count))) }

        /// The next number to work on; nil when there is none, or something has failed.
        func claim() -> Int? {
            state.withLock { state in
                guard state.failure == nil, state.next < state.results.count else { return nil }
                defer { state.next += 1 }
                return state.next
            }
        }

        func finish(_ number: Int, _ outcome: Swift.Result<Result, any Error>) {
            state.withLock { state in
                switch outcome {
                case .success(let result): state.results[number] = result
                case .failure(let error) where number < state.failure?.number ?? .max:
                    state.failure = (number, error)
                case .failure: break
                }
            }
        }
    }

    /// Does all pieces.
    ///
    /// - Parameters:
    ///   - count: how many.
    ///   - threads: at most this many at once, the caller's among them.
    ///   - work: does one piece by its number; called from any of the threads.
    /// - Returns: the results by number.
    /// - Throws: the failure with the lowest number, whatever the number of threads; pieces after it may not run.
    static func map<Result: Sendable>(
        count: Int, threads: Int, _ work: @escaping @Sendable (Int) throws -> Result
    ) throws -> [Result] {
        let board = Board<Result>(count: count)
        let loop: @Sendable () -> Void = {
            while let number = board.claim() {
                board.finish(number, Swift.Result { try work(number) })
            }
        }
        // A thread that the system does not give is one helper less.
        let helpers = (1..<max(1, min(threads, count))).compactMap { number in
            try? HostThread(name: "replay-\(number)", loop)
        }
        loop()
        for helper in helpers { helper.join() }
        return try board.state.withLock { state in
            if let failure = state.failure { throw failure.error }
            return state.results.compactMap(\.self)
        }
    }
}

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
