import HostSystem
import SitePorts

/// Calls between the fleet's thread, which begins and cancels them, and the tasks that make them.
final class CallBoard: Sendable {
    /// One call to be made.
    struct Call: Sendable {
        let number: Int
        let driver: any CallDriver
        let task: ExchangeTask
        let unit: FleetSettings.Unit
        let memory: [UInt8]
        /// Finished when the call is cancelled.
        let cancellation: AsyncStream<Void>
    }

    /// How a call ended.
    struct Ended: Sendable {
        let number: Int
        let result: ExchangeResult
    }

    private struct State: Sendable {
        var cancellations: [Int: AsyncStream<Void>.Continuation] = [:]
        var ended: [Ended] = []
    }

    private let state = Monitor(State())
    private let signal: EventSignal
    private let calls: AsyncStream<Call>
    private let posted: AsyncStream<Call>.Continuation

    /// Makes a board without calls.
    ///
    /// - Parameter signal: raised when a call has ended.
    init(signal: EventSignal) {
        self.signal = signal
        (calls, posted) = AsyncStream.makeStream()  // As many as may be under way; the fleet bounds them.
    }

    /// Has a call made; returns at once.
    func begin(
        _ number: Int, _ driver: any CallDriver, _ task: ExchangeTask, _ unit: FleetSettings.Unit,
        memory: [UInt8]
    ) {
        let (cancellation, cancel) = AsyncStream<Void>.makeStream()
        state.withLock { $0.cancellations[number] = cancel }
        posted.yield(
            Call(
                number: number, driver: driver, task: task, unit: unit, memory: memory,
                cancellation: cancellation))
    }

    /// Cancels a call; it still ends.
    func cancel(_ number: Int) { state.withLock { $0.cancellations[number] }?.finish() }

    /// Calls that have ended since the last look.
    func takeEnded() -> [Ended] {
        state.withLock { state in
            defer { state.ended = [] }
            return state.ended
        }
    }

    /// No further call is begun; those under way are cancelled.
    func finish() {
        posted.finish()
        for cancel in state.withLock({ Array($0.cancellations.values) }) { cancel.finish() }
    }

    /// Makes calls until ``finish()`` or the end of its task; returns when all have ended.
    func serve() async {
        await withDiscardingTaskGroup { group in
            for await call in calls { group.addTask { [self] in await make(call) } }
        }
    }

    private func make(_ call: Call) async {
        let result = await withTaskGroup(of: ExchangeResult?.self) { group in
            group.addTask {
                await call.driver.call(for: call.task, with: call.unit, memory: call.memory)
            }
            group.addTask {
                for await _ in call.cancellation {}
                return nil
            }
            var result: ExchangeResult?
            for await ended in group {
                result = result ?? ended
                // The call's own end lets the wait for its cancellation go, and the other way round.
                group.cancelAll()
            }
            return result
        }
        state.withLock { state in
            state.cancellations[call.number] = nil
            state.ended.append(Ended(number: call.number, result: result ?? ExchangeResult(nil)))
        }
        signal.raise()
    }
}
