package import SitePorts
package import CurtailmentEngine
import Foundation
import HostSystem
import GRDB
package import Settlement

/// Writes the ledger on a thread of its own, many transactions in one commit.
///
/// While the file cannot be written, what arrived is kept in order within ``LedgerLimits`` and tried again;
/// what finds no room is refused at once, counted, and stands in the chain as a gap when the ledger is
/// writable again.
package final class LedgerWriter: LedgerRecording {
    /// Told when the ledger becomes blocked and when it is writable again, on the ledger's thread.
    package typealias ConditionReceiver = @Sendable (LedgerCondition, String) -> Void

    private let ledger: Ledger
    private let bootID: String
    private let upkeep: LedgerUpkeep
    private let report: ConditionReceiver
    private let longestRetrySeconds: Int
    private let state: Monitor<State>

    /// The state that the thread shares with the callers that give it records.
    private struct State: Sendable {
        var queue: LedgerQueue
        var refusals: [(completion: @Sendable (LedgerOutcome) -> Void, text: String)] = []
        var blockedBecause: String?
        /// Nanoseconds between tries of a blocked ledger.
        var wait = LedgerWriter.shortestWait
        /// Boot time of the next try; new records do not put it off.
        var retryAt: Int64 = 0
        var retriesNow = false
        var isStopping = false
        var isStopped = false
        var lostAtStop = 0
    }

    private static let shortestWait: Int64 = 100_000_000

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - ledger: written by nobody else from now on.
    ///   - settler: settlement up to the ledger's newest row, from ``Ledger/settler()``.
    ///   - upkeep: what is done whenever an operating day is over.
    ///   - bootID: of the host's present boot, kept with the remembered state.
    ///   - limits: of what waits in memory.
    ///   - longestRetrySeconds: waits between tries double from 0.1 s up to this.
    ///   - report: told about every change between writable and blocked.
    package init(
        _ ledger: Ledger, settler: Settler = Settler(), upkeep: LedgerUpkeep = LedgerUpkeep(), bootID: String,
        limits: LedgerLimits = LedgerLimits(),
        longestRetrySeconds: Int = 5, report: @escaping ConditionReceiver
    ) {
        self.upkeep = upkeep
        self.ledger = ledger
        self.bootID = bootID
        self.report = report
        self.longestRetrySeconds = longestRetrySeconds
        state = Monitor(State(queue: LedgerQueue(limits: limits)))
        // What records yields to what commands.
        let thread = try? HostThread(name: "ledger", niceness: 5) { [self] in run(settler) }
        precondition(thread != nil, "the system gives no thread for the ledger")
    }

    package func record(
        _ transaction: LedgerTransaction, completion: @escaping @Sendable (LedgerOutcome) -> Void
    ) {
        let pending = PendingTransaction(transaction, completion: completion)
        state.change { state in
            if state.isStopping {
                state.queue.refuse(pending)
                state.refusals.append(
                    (completion, "The ledger is closing. \(pending.recordCount) records were not kept."))
            } else if !state.queue.add(pending) {
                state.refusals.append(
                    (
                        completion,
                        "\(state.queue.records) records wait for the ledger already. "
                            + "\(pending.recordCount) more were not kept; they will be counted in the ledger "
                            + "as a gap. \(state.blockedBecause ?? "The disk is too slow.")"
                    ))
            }
        }
    }

    /// Tries again at once instead of after the wait, for example when space was made.
    package func retryNow() {
        state.change { $0.retriesNow = true }
    }

    /// Writes what waits, with one more try where the ledger is blocked, and ends the thread.
    ///
    /// - Returns: how many records could not be written and are lost with the process.
    @discardableResult
    package func stop() -> Int {
        state.change { $0.isStopping = true }
        return state.wait { $0.isStopped ? .done($0.lostAtStop) : .wait(nanoseconds: nil) }
    }
}

extension LedgerWriter {
    /// The next task of the thread.
    private enum Step {
        case write([PendingTransaction], LedgerGap?)
        /// Nothing to write, somebody to tell.
        case tell
        case end
    }

    private func run(_ settler: Settler) {
        var settler = settler
        while true {
            switch nextStep() {
            case .write(let batch, let gap): write(batch, after: gap, settling: &settler)
            case .tell: break
            case .end:
                tellWaiting()
                state.change { $0.isStopped = true }
                return
            }
            tellWaiting()
        }
    }

    /// Waits for work: new records, the end of a retry's wait, a refusal to tell, or the stop.
    private func nextStep() -> Step {
        state.wait { state in
            let wait = state.retryAt - BootTime.nanoseconds
            let mayTry = state.blockedBecause == nil || state.retriesNow || state.isStopping || wait <= 0
            if mayTry, !state.queue.waiting.isEmpty {
                state.retriesNow = false
                return .done(.write(state.queue.waiting, state.queue.gap))
            }
            if state.isStopping { return .done(.end) }
            let isUntold =
                state.blockedBecause != nil && state.queue.waiting.contains { $0.completion != nil }
            if !state.refusals.isEmpty || isUntold { return .done(.tell) }
            return .wait(nanoseconds: state.queue.waiting.isEmpty ? nil : wait)
        }
    }

    private func write(
        _ batch: [PendingTransaction], after gap: LedgerGap?, settling settler: inout Settler
    ) {
        do {
            let head = try commit(batch, after: gap, settling: &settler)
            succeeded(batch.count, gap: gap, .durable(head: head, today: settler.today))
        } catch is LedgerError {
            // One record of the batch can never be written: it is found and refused, the others go on.
            refuseUnrecordable(in: batch, settling: &settler)
        } catch {
            failed(error)
        }
    }

    private func commit(
        _ batch: [PendingTransaction], after gap: LedgerGap?, settling settler: inout Settler
    ) throws -> String {
        try ledger.append(
            LedgerTransaction(joining: batch), after: gap, settling: &settler, upkeep: upkeep, bootID: bootID)
    }

    private func succeeded(_ count: Int, gap: LedgerGap?, _ outcome: LedgerOutcome) {
        let (completions, wasBlocked) = state.withLock { state in
            defer {
                state.queue.removeFirst(count, recorded: gap)
                state.blockedBecause = nil
                state.wait = Self.shortestWait
            }
            return (state.queue.waiting.prefix(count).compactMap(\.completion), state.blockedBecause != nil)
        }
        for completion in completions { completion(outcome) }
        guard wasBlocked else { return }
        let refused = gap.map { " \($0.records) records had been refused and are counted as a gap." } ?? ""
        report(
            .writable, "The ledger \(ledger.path) is written again; what waited is in it, in order.\(refused)"
        )
    }

    private func failed(_ error: any Error) {
        let text = explanation(of: error)
        let longest = Int64(longestRetrySeconds) * 1_000_000_000
        let isNews = state.withLock { state in
            let isNews = state.blockedBecause == nil
            state.wait = isNews ? Self.shortestWait : min(state.wait * 2, longest)
            state.blockedBecause = text
            state.retryAt = BootTime.nanoseconds + state.wait
            // The last try of a stop: what is left is reported by `stop`.
            if state.isStopping { Self.refuseEverything(&state) }
            return isNews
        }
        if isNews { report(.blocked, text) }
    }

    private static func refuseEverything(_ state: inout State) {
        let text = "The ledger was closed while it could not be written. \(state.blockedBecause ?? "")"
        for completion in state.queue.takeCompletions() { state.refusals.append((completion, text)) }
        state.lostAtStop = state.queue.records
        state.queue = LedgerQueue(limits: state.queue.limits)
    }

    /// Tells those whose records wait, once, and those whose records were refused.
    private func tellWaiting() {
        let told = state.withLock { state in
            var told = state.refusals
            state.refusals = []
            if let text = state.blockedBecause {
                told += state.queue.takeCompletions().map { ($0, text) }
            }
            return told
        }
        for (completion, text) in told { completion(.blocked(text)) }
    }

    /// Writes the transactions of a batch one by one, so that only the one at fault is refused.
    private func refuseUnrecordable(in batch: [PendingTransaction], settling settler: inout Settler) {
        for transaction in batch {
            let gap = state.withLock { $0.queue.gap }
            do {
                let head = try commit([transaction], after: gap, settling: &settler)
                succeeded(1, gap: gap, .durable(head: head, today: settler.today))
            } catch let error as LedgerError {
                state.withLock { state in
                    state.queue.refuse(transaction)
                    state.queue.removeFirst(1, recorded: nil)
                    if let completion = transaction.completion {
                        state.refusals.append((completion, error.description))
                    }
                }
            } catch {
                failed(error)
                return
            }
        }
    }

    private func explanation(of error: any Error) -> String {
        let code = (error as? DatabaseError).map {
            "SQLite \($0.resultCode.rawValue), \($0.message ?? "no text")"
        }
        // A file that was opened for reading only, because of its mode, is opened again by a new start alone.
        let isReadOnly = (error as? DatabaseError)?.resultCode == .SQLITE_READONLY
        let remedy =
            isReadOnly
            ? "Give it to the user curtaild runs as: ls -l \(ledger.path); then: systemctl restart curtaild"
            : "Make space or mend the disk: df -h \(ledger.path)"
        return
            "The ledger \(ledger.path) cannot be written: \(code ?? "\(error)"). Records are kept in "
            + "memory, in order, and tried again every \(longestRetrySeconds) s or sooner. \(remedy)"
    }
}
