import GridMarket
import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement

/// Everything one statement says, read once from the ledger.
struct StatementFacts {
    let month: StatementMonth
    let issuedAt: UTCInstant
    let head: LedgerHead
    let extent: ClosedRange<UTCInstant>?
    /// Rows of the chain that were written in the month; nil when none was.
    let rows: ClosedRange<Int64>?
    let policies: [LedgerPolicy]
    /// The settled intervals that were; what would have been stands in ``shadowIntervals``.
    let intervals: [LedgerInterval]
    let shadowIntervals: [LedgerInterval]
    let money: MoneyFacts
    let events: [EventFacts]
    let days: [DayFacts]
    /// Of the first under-frequency trips, at most ``FrequencyFacts/drawn``.
    let frequency: [FrequencyFacts]
    let gaps: [GapFacts]
    let holes: [LedgerHole]
    let failures: UnitFailures
    let revisions: RevisionFacts

    init(_ reader: LedgerReader, month: StatementMonth, issuedAt: UTCInstant) throws {
        self.month = month
        self.issuedAt = issuedAt
        head = try reader.head()
        extent = try reader.extent()
        let rowsBefore = try reader.sequence(at: month.start.advanced(byNanoseconds: -1))
        let rowsThrough = try reader.sequence(at: month.end.advanced(byNanoseconds: -1))
        rows = rowsThrough > rowsBefore ? rowsBefore + 1...rowsThrough : nil
        policies = try reader.policies(from: month.start, until: month.end)
        let all = try reader.intervals(from: month.first, through: month.last)
        intervals = all.filter { !$0.isShadow && $0.price != nil }
        let unpriced = Set(all.filter { !$0.isShadow && $0.price == nil }.map(\.interval))
        shadowIntervals = all.filter(\.isShadow)
        money = try MoneyFacts(reader, month: month)
        events = try EventFacts.all(
            reader, month: month, money: money, policies: policies, recordedUntil: extent?.upperBound)
        // Contracts hold by their dates, as they are known now: a correction of later months settles this one anew.
        let economics = try reader.latestPolicy()?.policy.economics
        days = try DayFacts.all(
            reader, month: month, events: events, intervals: intervals, policies: policies,
            economics: economics,
            extent: extent)
        frequency = try FrequencyFacts.all(reader, events: events, policies: policies)
        gaps = try GapFacts.all(
            reader, month: month, settled: intervals, unpriced: unpriced, extent: extent)
        holes = try reader.holes(from: month.start, until: month.end)
        failures = try UnitFailures(reader, month: month, policies: policies)
        revisions = try RevisionFacts(reader, month: month)
    }

    /// The policy in force at the end of the month.
    var policy: SitePolicy? { policies.last?.record.policy }

    /// Whether anything of the month is in the ledger.
    var isEmpty: Bool { rows == nil && intervals.isEmpty && shadowIntervals.isEmpty && money.isEmpty }

    /// Settlement intervals of the month.
    var expected: Int { month.days.reduce(0) { $0 + SettlementInterval.all(of: $1).count } }
}

/// The money of a month in the grains that a statement shows; all of the same claims.
struct MoneyFacts {
    let byClaim: [LedgerCredit]
    let byProgram: [LedgerCredit]
    let byGroup: [LedgerCredit]
    let byDay: [LedgerCredit]
    let byEvent: [LedgerCredit]
    /// The actual figures; never mixed with those of a replay.
    let total: LedgerCredit
    let shadowTotal: LedgerCredit

    init(_ reader: LedgerReader, month: StatementMonth) throws {
        func credits(_ period: CreditGrouping) throws -> [LedgerCredit] {
            try reader.credits(from: month.first, through: month.last, by: period)
        }
        byClaim = try credits(.claim)
        byProgram = try credits(.program)
        byGroup = try credits(.group)
        byDay = try credits(.day)
        byEvent = try credits(.event)
        total = LedgerCredit.total(byGroup)
        shadowTotal = LedgerCredit.total(byGroup, isShadow: true)
    }

    var isEmpty: Bool { byClaim.isEmpty }

    var hasShadow: Bool { byClaim.contains(where: \.isShadow) }
}

extension LedgerCredit {
    /// Whether any of it may still come to nothing.
    var hasContingent: Bool { contingent != .zero }

    /// In a word how it is known: what rests on no energy is known by awards and published prices alone.
    var knownAs: String {
        isEstimate ? "estimate" : amounts.keys.contains(where: \.isIncremental) ? "metered" : "published"
    }

    /// How far it may be off; nil for an estimate of which nothing is said.
    var knownUncertainty: Money? { isEstimate && uncertainty == .zero ? nil : uncertainty }
}

/// One curtailment with why it began and what its intervals earned in the month.
struct EventFacts {
    let event: CurtailmentEvent
    /// The first decision's sentence; nil where none is recorded.
    let why: String?
    /// Nil while none of its intervals is settled in the month.
    let credit: LedgerCredit?
    /// How long it lasted, or has lasted by the last row of the ledger or the month's end.
    let seconds: Int64

    static func all(
        _ reader: LedgerReader, month: StatementMonth, money: MoneyFacts, policies: [LedgerPolicy],
        recordedUntil: UTCInstant?
    ) throws -> [EventFacts] {
        let events = try reader.events(since: month.start, until: month.end, limit: 100_000).map(\.event)
        guard let first = events.map(\.id).min(), let last = events.map(\.id).max() else { return [] }
        let sentences = try reader.firstSentences(of: first...last)
        let credits = Dictionary(
            money.byEvent.map { (Key(label: $0.label, isShadow: $0.isShadow), $0) }
        ) { first, _ in first }
        return try events.map { recorded in
            var event = recorded
            let end = event.endedAt ?? min(recordedUntil ?? event.startedAt, month.end)
            if event.endedAt == nil { try event.lower(by: reader, until: end, policies: policies) }
            return EventFacts(
                event: event, why: sentences[event.id],
                credit: credits[Key(label: "\(event.id)", isShadow: event.isShadow)],
                seconds: max(0, end.nanoseconds(since: event.startedAt) / 1_000_000_000))
        }
    }

    private struct Key: Hashable {
        let label: String
        let isShadow: Bool
    }
}

extension CurtailmentEvent {
    /// Lowers the lowest loads to what was read since: while an event goes on, its row is of when its state last changed.
    fileprivate mutating func lower(
        by reader: LedgerReader, until end: UTCInstant, policies: [LedgerPolicy]
    ) throws {
        var (confirmed, metered) = (lowestConfirmed, lowestMetered)
        try reader.inputs(of: [.fleet, .meter], from: startedAt, until: end) { input in
            if let load = policies.confirmedLoad(input) { confirmed = min(confirmed, load) }
            if let load = policies.meteredLoad(input) { metered = min(metered ?? load, load) }
        }
        for step in try reader.steps(from: startedAt, until: end) where step.event == id {
            lowestTarget = min(lowestTarget, step.target)
            lowestCommanded = min(lowestCommanded, step.commanded)
        }
        (lowestConfirmed, lowestMetered) = (confirmed, metered)
    }
}
