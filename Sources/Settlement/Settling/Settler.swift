import CurtailmentEngine
import GridMarket
package import GridUnits

/// Makes interval rows and claims of the other rows of the ledger, in the order in which those were recorded.
///
/// A value without I/O and clock: the same rows give the same money, on every machine. Time passes with the instants
/// of the rows. A later price, award, usage or contract settles the intervals it is about once more, and what comes
/// out another then is recorded as a revision.
package struct Settler: Sendable {
    /// Changes with every behaviour that a recorded amount could show.
    package static let version = "4"

    /// Sums of the operating day that the last row lies in.
    package internal(set) var today = DayTotals()
    /// Sums of everything settled since this value was made.
    package internal(set) var totals = SettledTotals()

    private(set) var inForce: PolicyInForce?
    var terms: PolicyRecord? {
        get { inForce?.record }
        set { inForce = newValue.map(PolicyInForce.init) }
    }
    /// Counts the policies of the ledger so far; the newest is in force.
    package internal(set) var policyNumber: Int64 = 0
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
    /// The meter's energy in intervals that by our clock have not ended.
    var early: [MeterBook.Reading] = []
    /// Intervals whose reading changed since an interval closed: baselines of later ones may rest on them.
    var changed: Set<SettlementInterval> = []
    /// Only while dependants are settled again.
    var past: BaselinePast?
    /// Intervals that start before this are closed.
    package internal(set) var closedBefore: UTCInstant?
    /// The newest instant of any row.
    var now = UTCInstant(secondsSinceEpoch: 0)
    /// The moment of the last input, on its run's own clock: what a decision says of a return counts from there.
    var lastInput = MonotonicInstant(nanoseconds: 0)
    /// Up to when pages that wait have been looked at for their age.
    var lookedAt = UTCInstant(secondsSinceEpoch: 0)
    /// The instants of the operating day of `today`.
    var daySpan: Range<UTCInstant>?
    var priced = GroupTerms()
    /// Between a gap in the ledger and the row after it, which the same transaction records.
    var isAfterGap = false

    /// How long after its end an interval that nobody prices is given up; a later price settles it all the same.
    package static let patienceSeconds: Int64 = 3 * 86_400
    /// A meter whose clock is ahead by more intervals than this is not waited for.
    static let earlyLimit = 16

    package init() {}

    /// Notes that rows before the next one could not be recorded: what units drew meanwhile is not known.
    package mutating func noteGap() { isAfterGap = true }

    /// Begins in the middle of a ledger that settlement knows nothing of: its past is left as it is.
    package mutating func begin(afterPolicies number: Int64, under terms: PolicyRecord?) {
        policyNumber = number
        self.terms = terms
        guard let terms else { return }
        mode = terms.policy.mode
        hashprice = terms.policy.economics.dollarsPerPetahashDay
        if terms.load == .readings { loads = LoadBook(policy: terms.policy) }
    }

    /// Goes on from what is settled of an operating day already.
    package mutating func resume(today settled: DayTotals) {
        today = settled
        daySpan = settled.day.map { Self.span(of: $0) }
    }

    static func span(of day: CalendarDate) -> Range<UTCInstant> {
        let zone = MarketTimeZone.centralPrevailing
        return zone.startOfDay(day)..<zone.startOfDay(day.advanced(byDays: 1))
    }
}

extension Settler {
    /// Settles what the next row of the ledger closes or changes.
    ///
    /// - Parameters:
    ///   - record: a row that has been recorded; rows of settlement itself change nothing.
    ///   - pages: what settlement has known and recorded so far.
    /// - Returns: the rows to record right after it.
    /// - Throws: what `pages` throws, or `AmountOutOfRange` when a sum does not fit.
    package mutating func apply(
        _ record: LedgerRecord, in pages: inout some SettlementPages
    ) throws -> [LedgerRecord] {
        var rows = MadeRows(areWanted: true)
        try apply(record, in: &pages, into: &rows)
        return rows.records
    }

    /// Follows the next row where nobody records what settlement makes of it: only the sums and the pages move on.
    ///
    /// - Parameters:
    ///   - record: as of ``apply(_:in:)``.
    ///   - pages: in memory, because a ledger without the rows would not be one.
    /// - Throws: as ``apply(_:in:)``.
    package mutating func sum(_ record: LedgerRecord, in pages: inout MemoryPages) throws {
        var rows = MadeRows(areWanted: false)
        try apply(record, in: &pages, into: &rows)
    }

    private mutating func apply(
        _ record: LedgerRecord, in pages: inout some SettlementPages, into rows: inout MadeRows
    ) throws {
        if isAfterGap {
            loads?.resume(after: now, at: record.at)
            isAfterGap = false
        }
        switch record {
        case .policy(let new, let at): try apply(new, at: at, in: &pages, into: &rows)
        case .input(let input): try apply(input, in: &pages, into: &rows)
        case .decision(let decision):
            try advance(to: decision.at, in: &pages, into: &rows)
            loads?.apply(decision, at: lastInput)
        case .event(let event, let at):
            try advance(to: at, in: &pages, into: &rows)
            if curtailments.apply(event) { findBaseline(of: event) }
        case .fact(let signal, let at):
            try advance(to: at, in: &pages, into: &rows)
            try note(signal, in: &pages, into: &rows)
        case .load(let energies, let at):
            try advance(to: at, in: &pages, into: &rows)
            try close(energies, in: &pages, into: &rows)
        default: break
        }
    }

    private mutating func apply(
        _ new: PolicyRecord, at: UTCInstant, in pages: inout some SettlementPages, into rows: inout MadeRows
    ) throws {
        loads?.resume(after: now, at: at)
        try advance(to: at, in: &pages, into: &rows)
        let before = terms
        terms = new
        policyNumber += 1
        pages.add(new)
        if before == nil { hashprice = new.policy.economics.dollarsPerPetahashDay }
        if !isModeCommanded { mode = new.policy.mode }
        if loads == nil, new.load == .readings { loads = LoadBook(policy: new.policy) }
        loads?.replace(policy: new.policy, at: at)
        guard let before, let changedFrom = new.firstChange(from: before) else {
            return
        }
        for interval in try pages.settledIntervals(from: changedFrom) {
            try settleAgain(interval, in: &pages, into: &rows)
        }
    }

    private mutating func apply(
        _ input: EngineInput, in pages: inout some SettlementPages, into rows: inout MadeRows
    ) throws {
        switch input.event {
        case .clockStepped(let step):
            loads?.followReturn(before: input, as: input.at.advanced(byNanoseconds: -step))
            loads?.noteClockStep(step, at: input.at)
            meter.noteClockStep(to: input.at)
        case .started(let recovery):
            loads?.resume(after: now, at: input.at)
            loads?.endReturn(rememberedAs: recovery.memory.pace, at: input.at)
        case .policy:
            loads?.followReturn(before: input, as: input.at)
            loads?.returning = nil
        case .signal, .frequency, .fleet, .command, .timer, .ledger:
            loads?.followReturn(before: input, as: input.at)
        }
        lastInput = input.monotonic
        try advance(to: input.at, in: &pages, into: &rows)
        switch input.event {
        case .started(let recovery):
            isModeCommanded = recovery.memory.mode != nil
            setMode(recovery.memory.mode ?? terms?.policy.mode ?? mode)
            loads?.dropShadow()
            hashprice =
                recovery.memory.hashprice ?? terms?.policy.economics.dollarsPerPetahashDay ?? hashprice
        case .signal(let stamped): try apply(stamped, in: &pages, into: &rows)
        case .fleet(let report): loads?.apply(report, at: input.at)
        case .command(let command): apply(command)
        case .frequency, .timer, .policy, .clockStepped, .ledger: break
        }
    }

    private mutating func apply(_ command: OperatorCommand) {
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

    private mutating func apply(
        _ stamped: StampedSignal, in pages: inout some SettlementPages, into rows: inout MadeRows
    ) throws {
        switch stamped.signal {
        case .hashprice(let signal): hashprice = signal.dollarsPerPetahashDay
        case .meter(let signal):
            if isSiteMeter(signal) {
                for reading in meter.apply(
                    signal, at: stamped.at, within: inForce?.largestLoad ?? .zero)
                {
                    try apply(reading, in: &pages, into: &rows)
                }
            }
            // Which meter counts is for each interval to say, by the policy that it closed under.
            try note(stamped, in: &pages, into: &rows)
        case .price(let signal) where !isOurs(signal): break
        default: try note(stamped, in: &pages, into: &rows)
        }
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

/// The rows that settlement makes of one row of the ledger, in the order in which they are recorded.
struct MadeRows {
    /// Whether anybody records them; a replay without a ledger wants nothing but the sums.
    let areWanted: Bool
    private(set) var records: [LedgerRecord] = []

    init(areWanted: Bool) { self.areWanted = areWanted }

    mutating func add(_ record: @autoclosure () -> LedgerRecord) {
        if areWanted { records.append(record()) }
    }
}

/// A policy record that every settled interval refers to.
///
/// A record is two dozen lists and texts: a reference to it is copied for every interval instead of those.
final class PolicyInForce: Sendable {
    let record: PolicyRecord
    /// The most that the site's meter is believed under it.
    let largestLoad: Power

    init(_ record: PolicyRecord) {
        self.record = record
        largestLoad = record.policy.largestPlausibleLoad
    }
}
