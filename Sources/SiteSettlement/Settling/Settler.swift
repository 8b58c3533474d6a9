import CurtailmentEngine
package import GridUnits
import Settlement

/// Makes interval rows and claims of the other rows of the ledger, in the order in which those were recorded.
///
/// A value without I/O and clock: the same rows give the same money, on every machine. Time passes with the instants
/// of the rows. A later price, award, usage or contract settles the intervals it is about once more, and what comes
/// out another then is recorded as a revision.
package struct Settler: Sendable {
    /// Changes with every behaviour that a recorded amount could show.
    package static let version = "3"

    /// Sums of the operating day that the last row lies in.
    package internal(set) var today = DayTotals()
    /// Sums of everything settled since this value was made.
    package internal(set) var totals = SettledTotals()

    var terms: PolicyRecord?
    var policyNumber: Int64 = 0
    var mode = SiteMode.shadow
    var isModeCommanded = false
    var hashprice = Money.zero
    var loads: LoadBook?
    var meter = MeterBook()
    var curtailments = CurtailmentBook()
    /// Only where load is given, and no part of the state that is kept: a daemon reads its load as intervals close.
    var closings = ClosingBook()
    /// Intervals that ended and wait for their price, in order.
    var pending: [SettlementPage] = []
    /// What the meter counted in intervals that by our clock have not ended.
    var early: [MeterBook.Reading] = []
    /// Intervals whose reading changed since an interval closed: baselines of later ones may rest on them.
    var changed: Set<SettlementInterval> = []
    /// Only while dependants are settled again.
    var past: BaselinePast?
    /// Intervals that start before this are closed.
    package internal(set) var closedBefore: UTCInstant?
    /// The newest instant of any row.
    var now = UTCInstant(secondsSinceEpoch: 0)
    /// Up to when pages that wait have been looked at for their age.
    var lookedAt = UTCInstant(secondsSinceEpoch: 0)
    /// The instants of the operating day of `today`.
    var daySpan: Range<UTCInstant>?
    var priced = GroupTerms()

    /// How long after its end an interval that nobody prices is given up; a later price settles it all the same.
    package static let patienceSeconds: Int64 = 3 * 86_400
    /// A meter whose clock is ahead by more intervals than this is not waited for.
    static let earlyLimit = 16

    package init() {}

    /// Begins in the middle of a ledger that settlement knows nothing of: its past is left as it is.
    package mutating func begin(afterPolicies number: Int64, under terms: PolicyRecord?) {
        policyNumber = number
        self.terms = terms
        guard let terms else { return }
        mode = terms.policy.mode
        hashprice = terms.policy.economics.dollarsPerPetahashDay
        if terms.load == .readings { loads = LoadBook(policy: terms.policy) }
    }

    /// Takes up what is settled of an operating day already.
    package mutating func resume(today settled: DayTotals) { today = settled }
}

extension Settler {
    /// Takes the next row of the ledger.
    ///
    /// - Parameters:
    ///   - record: a row that has been recorded; rows of settlement itself change nothing.
    ///   - pages: what settlement has known and recorded so far.
    /// - Returns: the rows to record right after it.
    /// - Throws: what `pages` throws, or `AmountOutOfRange` when a sum does not fit.
    package mutating func take(
        _ record: LedgerRecord, in pages: inout some SettlementPages
    ) throws -> [LedgerRecord] {
        switch record {
        case .policy(let new, let at): return try take(new, at: at, in: &pages)
        case .input(let input): return try take(input, in: &pages)
        case .decision(let decision):
            let rows = try advance(to: decision.at, in: &pages)
            loads?.take(decision)
            return rows
        case .event(let event, let at):
            let rows = try advance(to: at, in: &pages)
            if curtailments.take(event) { findBaseline(of: event) }
            return rows
        case .fact(let signal, let at):
            return try advance(to: at, in: &pages) + note(signal, in: &pages)
        case .load(let energies, let at):
            let rows = try advance(to: at, in: &pages)
            return try rows + close(energies, in: &pages)
        case .interval, .basis, .claim: return []
        }
    }

    private mutating func take(
        _ new: PolicyRecord, at: UTCInstant, in pages: inout some SettlementPages
    ) throws -> [LedgerRecord] {
        let rows = try advance(to: at, in: &pages)
        let before = terms
        terms = new
        policyNumber += 1
        pages.add(new)
        if before == nil { hashprice = new.policy.economics.dollarsPerPetahashDay }
        if !isModeCommanded { mode = new.policy.mode }
        if loads == nil, new.load == .readings { loads = LoadBook(policy: new.policy) }
        loads?.replace(policy: new.policy, at: at)
        guard let before, let changedFrom = new.settlement.firstChange(from: before.settlement) else {
            return rows
        }
        var revised = rows
        for interval in try pages.settledIntervals(from: changedFrom) {
            revised += try settleAgain(interval, in: &pages)
        }
        return revised
    }

    private mutating func take(
        _ input: EngineInput, in pages: inout some SettlementPages
    ) throws -> [LedgerRecord] {
        if case .clockStepped(let step) = input.event { loads?.takeClockStep(step, at: input.at) }
        let rows = try advance(to: input.at, in: &pages)
        switch input.event {
        case .started(let recovery):
            isModeCommanded = recovery.memory.mode != nil
            setMode(recovery.memory.mode ?? terms?.policy.mode ?? mode)
            loads?.dropShadow()
            hashprice =
                recovery.memory.hashprice ?? terms?.policy.economics.dollarsPerPetahashDay ?? hashprice
        case .signal(let stamped): return try rows + take(stamped, in: &pages)
        case .fleet(let report): loads?.take(report, at: input.at)
        case .command(let command): take(command)
        case .frequency, .timer, .policy, .clockStepped, .ledger: break
        }
        return rows
    }

    private mutating func take(_ command: OperatorCommand) {
        switch command.action {
        case .arm: setMode(.armed)
        case .disarm: setMode(.shadow)
        case .curtail, .release, .override: return
        }
        isModeCommanded = true
    }

    private mutating func setMode(_ new: SiteMode) {
        guard mode != new else { return }
        mode = new
        loads?.dropShadow()
    }

    private mutating func take(
        _ stamped: StampedSignal, in pages: inout some SettlementPages
    ) throws -> [LedgerRecord] {
        switch stamped.signal {
        case .hashprice(let signal): hashprice = signal.dollarsPerPetahashDay
        case .meter(let signal) where isSiteMeter(signal):
            var rows: [LedgerRecord] = []
            for reading in meter.take(signal, at: stamped.at) { rows += try take(reading, in: &pages) }
            return try rows + note(stamped, in: &pages)
        case .meter: break
        case .price(let signal) where !isOurs(signal): break
        case .price, .capacityPrice, .award: return try note(stamped, in: &pages)
        case .frequency, .instruction, .grid, .loadForecast: break
        }
        return []
    }

    private func isSiteMeter(_ signal: MeterSignal) -> Bool {
        terms?.settlement.meter.map { $0 == signal.meter } ?? true
    }

    /// Sources filter prices by the settlement point already; a replayed file may hold others.
    private func isOurs(_ signal: PriceSignal) -> Bool {
        guard let point = terms?.policy.settlementPoint else { return false }
        return signal.point == point.name
            && (point.type == nil || signal.pointType == nil || signal.pointType == point.type)
    }
}
