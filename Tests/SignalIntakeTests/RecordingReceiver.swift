import SitePorts
import GridMarket
import SiteLoop
import CurtailmentEngine
import GridUnits
import HostSystem

@testable import SignalIntake

/// Keeps what it is given, and lets a test wait until enough has come.
final class RecordingReceiver: SignalReceiving {
    struct Record: Sendable {
        var samples: [(sample: FrequencySample, source: String)] = []
        var signals: [StampedSignal] = []
        var changes: [(source: String, condition: SourceCondition, reason: String)] = []
    }

    private struct Waiter {
        let isEnough: @Sendable (Record) -> Bool
        let continuation: CheckedContinuation<Record, Never>
    }

    private struct State {
        var record = Record()
        var waiters: [Waiter] = []
    }

    private let state = Monitor(State())

    var record: Record { state.withLock { $0.record } }

    func receive(_ sample: FrequencySample, from source: String) {
        add { $0.samples.append((sample, source)) }
    }

    func receive(_ signal: StampedSignal) { add { $0.signals.append(signal) } }

    func sourceChanged(_ source: String, to condition: SourceCondition, because reason: String) {
        add { $0.changes.append((source, condition, reason)) }
    }

    /// The record as soon as it satisfies the condition.
    func record(when isEnough: @escaping @Sendable (Record) -> Bool) async -> Record {
        await withCheckedContinuation { continuation in
            let now: Record? = state.withLock { state in
                if isEnough(state.record) { return state.record }
                state.waiters.append(Waiter(isEnough: isEnough, continuation: continuation))
                return nil
            }
            if let now { continuation.resume(returning: now) }
        }
    }

    private func add(_ change: (inout Record) -> Void) {
        let ready: [(Waiter, Record)] = state.withLock { state in
            change(&state.record)
            let record = state.record
            let ready = state.waiters.filter { $0.isEnough(record) }
            state.waiters.removeAll { $0.isEnough(record) }
            return ready.map { ($0, record) }
        }
        for (waiter, record) in ready { waiter.continuation.resume(returning: record) }
    }
}

extension SourceIntake {
    /// Takes a text as one line, at a time the test chooses.
    @discardableResult
    func accept(_ line: String, at time: UTCInstant = .testNow, now: MonotonicInstant = .testNow) -> Bool {
        let bytes = Array(line.utf8)
        return accept(bytes.span, receivedAt: time, now: now)
    }

    static func forTests(
        _ receiver: RecordingReceiver, may: Set<SignalKind> = Set(SignalKind.allCases),
        staleAfter: TimeSpan? = nil,
        limits: IntakeLimits = IntakeLimits(), pointType: String? = nil
    ) -> SourceIntake {
        SourceIntake(
            settings: SourceSettings(
                name: "test", transport: .unixStream(path: "/none"), staleAfter: staleAfter, rank: 1, may: may
            ),
            filter: SettlementPointFilter(point: "HB_WEST", pointType: pointType), limits: limits,
            receiver: receiver)
    }
}

extension UTCInstant {
    /// 2026-07-22T21:50:00Z, in nanoseconds 1784757000000000000.
    static let testNow = UTCInstant(secondsSinceEpoch: 1_784_757_000)
}

extension MonotonicInstant {
    static let testNow = MonotonicInstant(nanoseconds: 1_000_000_000_000)
}
