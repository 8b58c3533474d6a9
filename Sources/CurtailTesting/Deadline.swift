/// A bound on waiting for something outside the test's control, such as a child process.
enum Deadline {
    /// Waits for an answer, but not longer than the limit.
    ///
    /// - Parameters:
    ///   - limit: reached only when something hangs.
    ///   - work: has to end when its task is cancelled.
    /// - Returns: nil when the limit was over first, or when the work had no answer.
    static func race<Answer: Sendable>(
        _ limit: Duration, _ work: @escaping @Sendable () async -> Answer?
    ) async -> Answer? {
        await withTaskGroup(of: Answer?.self) { group in
            group.addTask { await work() }
            group.addTask {
                try? await ContinuousClock().sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
