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
package final class LedgerWriter: LedgerRecording, @unchecked Sendable {
    // Unchecked because `condition` guards every variable property, which the compiler cannot see.

    /// Told when the ledger becomes blocked and when it is writable again, on the ledger's thread.
    package typealias ConditionReceiver = @Sendable (LedgerCondition, String) -> Void

    private let ledger: Ledger
    private let bootID: String
    private let upkeep: LedgerUpkeep
    private let report: ConditionReceiver
    private let longestWait: TimeInterval
    private let condition = NSCondition()
    private var queue: LedgerQueue
    /// Touched by the ledger's thread alone.
    private var settler: Settler
    private var refusals: [(completion: @Sendable (LedgerOutcome) -> Void, text: String)] = []
    private var blockedBecause: String?
    private var wait: TimeInterval = LedgerWriter.shortestWait
    /// The next try of a blocked ledger; new records do not put it off.
    private var retryAt = Date.distantPast
    private var retriesNow = false
    private var isStopping = false
    private var isStopped = false
    private var lostAtStop = 0

    private static let shortestWait: TimeInterval = 0.1

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
        self.settler = settler
        self.upkeep = upkeep
        self.ledger = ledger
        self.bootID = bootID
        self.report = report
        longestWait = TimeInterval(longestRetrySeconds)
        queue = LedgerQueue(limits: limits)
        // What records yields to what commands.
        let thread = try? HostThread(name: "ledger", niceness: 5) { [self] in run() }
        precondition(thread != nil, "the system gives no thread for the ledger")
    }

    package func record(
        _ transaction: LedgerTransaction, completion: @escaping @Sendable (LedgerOutcome) -> Void
    ) {
        condition.lock()
        defer { condition.unlock() }
        let pending = PendingTransaction(transaction, completion: completion)
        if isStopping {
            queue.refuse(pending)
            refusals.append(
                (completion, "The ledger is closing. \(pending.recordCount) records were not kept."))
        } else if !queue.add(pending) {
            refusals.append(
                (
                    completion,
                    "\(queue.records) records wait for the ledger already. "
                        + "\(pending.recordCount) more were not kept; they will be counted in the ledger as a gap. "
                        + "\(blockedBecause ?? "The disk is too slow.")"
                ))
        }
        condition.signal()
    }

    /// Tries again at once instead of after the wait, for example when space was made.
    package func retryNow() {
        condition.lock()
        retriesNow = true
        condition.signal()
        condition.unlock()
    }

    /// Writes what waits, with one more try where the ledger is blocked, and ends the thread.
    ///
    /// - Returns: how many records could not be written and are lost with the process.
    @discardableResult
    package func stop() -> Int {
        condition.lock()
        defer { condition.unlock() }
        isStopping = true
        condition.broadcast()
        while !isStopped { condition.wait() }
        return lostAtStop
    }
}

extension LedgerWriter {
    /// What the thread does next.
    private enum Step {
        case write([PendingTransaction], LedgerGap?)
        /// Nothing to write, somebody to tell.
        case tell
        case end
    }

    private func run() {
        while true {
            switch nextStep() {
            case .write(let batch, let gap): write(batch, after: gap)
            case .tell: break
            case .end:
                tellWaiting()
                condition.lock()
                isStopped = true
                condition.broadcast()
                condition.unlock()
                return
            }
            tellWaiting()
        }
    }

    /// Waits for work: new records, the end of a retry's wait, a refusal to tell, or the stop.
    private func nextStep() -> Step {
        condition.lock()
        defer { condition.unlock() }
        while true {
            let mayTry = blockedBecause == nil || retriesNow || isStopping || retryAt <= Date()
            if mayTry, !queue.waiting.isEmpty {
                retriesNow = false
                return .write(queue.waiting, queue.gap)
            }
            if isStopping { return .end }
            if !refusals.isEmpty || hasUntold { return .tell }
            if queue.waiting.isEmpty {
                condition.wait()
            } else {
                _ = condition.wait(until: retryAt)
            }
        }
    }

    private var hasUntold: Bool { blockedBecause != nil && queue.waiting.contains { $0.completion != nil } }

    private func write(_ batch: [PendingTransaction], after gap: LedgerGap?) {
        do {
            let head = try commit(batch, after: gap)
            succeeded(batch.count, gap: gap, head: head)
        } catch is LedgerError {
            // One record of the batch can never be written: it is found and refused, the others go on.
            refuseUnrecordable(in: batch)
        } catch {
            failed(error)
        }
    }

    private func commit(_ batch: [PendingTransaction], after gap: LedgerGap?) throws -> String {
        try ledger.append(
            LedgerTransaction(joining: batch), after: gap, settling: &settler, upkeep: upkeep, bootID: bootID)
    }

    private func succeeded(_ count: Int, gap: LedgerGap?, head: String) {
        condition.lock()
        let completions = queue.waiting.prefix(count).compactMap(\.completion)
        let wasBlocked = blockedBecause != nil
        queue.removeFirst(count, recorded: gap)
        blockedBecause = nil
        wait = Self.shortestWait
        condition.unlock()
        for completion in completions { completion(.durable(head: head, today: settler.today)) }
        guard wasBlocked else { return }
        let refused = gap.map { " \($0.records) records had been refused and are counted as a gap." } ?? ""
        report(
            .writable, "The ledger \(ledger.path) is written again; what waited is in it, in order.\(refused)"
        )
    }

    private func failed(_ error: any Error) {
        let text = explanation(of: error)
        condition.lock()
        let isNews = blockedBecause == nil
        wait = isNews ? Self.shortestWait : min(wait * 2, longestWait)
        blockedBecause = text
        retryAt = Date(timeIntervalSinceNow: wait)
        // The last try of a stop: what is left is reported by `stop`.
        if isStopping { refuseEverything() }
        condition.unlock()
        if isNews { report(.blocked, text) }
    }

    /// Called with the lock held.
    private func refuseEverything() {
        let text = "The ledger was closed while it could not be written. \(blockedBecause ?? "")"
        for completion in queue.takeCompletions() { refusals.append((completion, text)) }
        lostAtStop = queue.records
        queue = LedgerQueue(limits: queue.limits)
    }

    /// Tells those whose records wait, once, and those whose records were refused.
    private func tellWaiting() {
        condition.lock()
        var told = refusals
        refusals = []
        if let text = blockedBecause {
            told += queue.takeCompletions().map { ($0, text) }
        }
        condition.unlock()
        for (completion, text) in told { completion(.blocked(text)) }
    }

    /// Writes the transactions of a batch one by one, so that only the one at fault is refused.
    private func refuseUnrecordable(in batch: [PendingTransaction]) {
        for transaction in batch {
            condition.lock()
            let gap = queue.gap
            condition.unlock()
            do {
                let head = try commit([transaction], after: gap)
                succeeded(1, gap: gap, head: head)
            } catch let error as LedgerError {
                condition.lock()
                queue.refuse(transaction)
                queue.removeFirst(1, recorded: nil)
                if let completion = transaction.completion {
                    refusals.append((completion, error.description))
                }
                condition.unlock()
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
            + "memory, in order, and tried again every \(Int(longestWait)) s or sooner. \(remedy)"
    }
}
