import CurtailmentEngine
import GridUnits
import HostSystem

/// Keeps all readings and lets a test wait until they show something.
final class ReadingRecorder: Sendable {
    typealias Condition = @Sendable ([UnitReading]) -> Bool

    private struct State {
        var readings: [UnitReading] = []
        var nextWaiter = 0
        var waiters: [Int: (condition: Condition, continuation: CheckedContinuation<Void, any Error>)] = [:]
    }

    private let state = Monitor(State())

    var readings: [UnitReading] { state.withLock { $0.readings } }

    func take(_ new: [UnitReading]) {
        let fulfilled = state.withLock { state in
            state.readings += new
            let done = state.waiters.filter { $0.value.condition(state.readings) }
            for key in done.keys { state.waiters[key] = nil }
            return done.values.map(\.continuation)
        }
        for continuation in fulfilled { continuation.resume() }
    }

    /// Waits until the readings so far fulfil a condition; ends with an error when the test's time is over.
    func until(_ condition: @escaping Condition) async throws {
        let key = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isDone = state.withLock { state in
                    if condition(state.readings) { return true }
                    state.waiters[key] = (condition, continuation)
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: key) }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Waits until each of these units has given an answer of the wanted kind.
    func units(
        _ units: some Sequence<Int> & Sendable, _ isWanted: @escaping @Sendable (UnitReading.Answer) -> Bool
    )
        async throws
    {
        let wanted = Set(units)
        try await until { readings in
            wanted.isSubset(of: readings.filter { isWanted($0.answer) }.map(\.unit))
        }
    }
}

/// Of units rated 3,500 W, as the fleet takes them for settled: it asks no further than that, wherever they move on to.
extension UnitReading.Answer {
    var isAsleep: Bool {
        guard case .drawing(let power, .asleep) = self else { return false }
        return power <= .watts(175)
    }

    var isRunning: Bool {
        guard case .drawing(let power, .running) = self else { return false }
        return power > .watts(1_750)
    }

    var isRefused: Bool {
        guard case .refused = self else { return false }
        return true
    }

    var isUnreachable: Bool {
        guard case .unreachable = self else { return false }
        return true
    }

    var reason: String {
        switch self {
        case .refused(let text), .unreachable(let text): text
        case .drawing, .acknowledged: ""
        }
    }
}
