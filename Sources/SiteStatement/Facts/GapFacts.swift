import GridUnits
import LedgerStore

/// Intervals in a row that no statement can settle, and why.
struct GapFacts: Hashable, Sendable {
    /// Why an interval has no row.
    enum Reason: Hashable, Sendable {
        /// It lies before the first row of the ledger.
        case beforeLedger
        /// It lies after the last one.
        case afterLedger
        /// Nothing was recorded in it, and what came next is the start of a new run.
        case stopped
        /// Nothing was recorded in it, by what came next without a new run.
        case nothingRecorded
        /// The site was recorded, and no settlement price is in the ledger.
        case noPrice
    }

    let first: SettlementInterval
    private(set) var last: SettlementInterval
    private(set) var count: Int
    let reason: Reason

    static func all(
        _ reader: LedgerReader, month: StatementMonth, settled: [LedgerInterval],
        unpriced: Set<SettlementInterval>, extent: ClosedRange<UTCInstant>?
    ) throws -> [GapFacts] {
        let known = Set(settled.map(\.interval))
        var gaps: [GapFacts] = []
        for interval in month.days.flatMap({ SettlementInterval.all(of: $0) }) where !known.contains(interval)
        {
            let reason =
                unpriced.contains(interval) ? .noPrice : try reason(reader, interval, extent: extent)
            if let before = gaps.last, before.reason == reason, before.last.next == interval {
                gaps[gaps.count - 1].last = interval
                gaps[gaps.count - 1].count += 1
            } else {
                gaps.append(GapFacts(first: interval, last: interval, count: 1, reason: reason))
            }
        }
        return gaps
    }

    private static func reason(
        _ reader: LedgerReader, _ interval: SettlementInterval, extent: ClosedRange<UTCInstant>?
    ) throws -> Reason {
        guard let extent, interval.end > extent.lowerBound else { return .beforeLedger }
        guard interval.start < extent.upperBound else { return .afterLedger }
        return switch try reader.activity(from: interval.start, until: interval.end) {
        case .recorded: .noPrice
        case .quiet: .nothingRecorded
        case .stopped: .stopped
        }
    }

    /// Whole operating days in it.
    var days: Int {
        var days = 0
        var day = first.key().operatingDay
        while day <= last.key().operatingDay {
            let intervals = SettlementInterval.all(of: day)
            if let start = intervals.first?.start, let end = intervals.last?.start, first.start <= start,
                end <= last.start
            {
                days += 1
            }
            day = day.advanced(byDays: 1)
        }
        return days
    }

    /// The sentence for the reader.
    var sentence: String {
        switch reason {
        case .beforeLedger: "Before the first row of this ledger."
        case .afterLedger: "After the last row of this ledger: not recorded yet, or in another file."
        case .stopped: "Nothing was recorded: curtaild was not running."
        case .nothingRecorded: "Nothing was recorded in it, and no settlement price of it is in the ledger."
        case .noPrice: "No settlement price of it is in the ledger; it is settled when one arrives."
        }
    }
}
