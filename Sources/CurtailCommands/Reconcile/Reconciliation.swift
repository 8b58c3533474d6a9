import ControlSocket
import GridUnits
import LedgerStore
import Settlement
import SiteDocuments

/// A statement held against the ledger, line by line, and the days and types that the statement leaves out.
struct Reconciliation {
    /// One line of the comparison.
    struct Line {
        let run: String
        let day: CalendarDate
        let interval: SettlementInterval?
        let kind: Claim.Kind
        /// By the ledger; nil where it has nothing of the sort.
        let ours: Money?
        /// By the statement; nil where it says nothing.
        let theirs: Money?

        var difference: Money { (theirs ?? .zero) - (ours ?? .zero) }
    }

    let lines: [Line]
    /// Differences up to this are rounding.
    let tolerance: Money

    init(
        _ statement: StatementFile, _ reader: LedgerReader, tolerance: Money, asOf: UTCInstant?
    ) throws {
        self.tolerance = tolerance
        let days = statement.lines.map(\.day)
        guard let first = days.min(), let last = days.max() else {
            lines = []
            return
        }
        let ours = try OurClaims(reader, from: first, through: last, asOf: asOf)
        var lines = statement.lines.map { line in
            let own = ours.amount(of: line.kind, day: line.day, interval: line.interval)
            return Line(
                run: line.run, day: line.day, interval: line.interval, kind: line.kind, ours: own,
                theirs: line.amount)
        }
        // Money of ours on the statement's days that it does not know is a difference, too.
        let named = Set(statement.lines.map { OurClaims.Key(day: $0.day, kind: $0.kind) })
        for (key, own) in ours.days.sorted(by: { $0.key < $1.key }) {
            guard Set(days).contains(key.day), key.kind.isOnStatements, !named.contains(key), own != .zero
            else { continue }
            lines.append(
                Line(
                    run: "", day: key.day, interval: nil, kind: key.kind, ours: own, theirs: nil))
        }
        self.lines = lines
    }

    /// Lines that differ by more than rounding.
    var differing: [Line] {
        lines.filter { $0.difference.microdollars.magnitude > tolerance.microdollars.magnitude }
    }

    /// `curtaild.reconcile/1`.
    var document: ControlValue {
        let total = lines.reduce(Money.zero) { $0 + $1.difference }
        return [
            "schema": "curtaild.reconcile/1", "tolerance_usd": .dollars(tolerance),
            "lines": .list(
                lines.map { line in
                    [
                        "settlement_run": .text(line.run), "operating_day": .text(line.day.description),
                        "interval_start": .instant(line.interval?.start), "claim": .text(line.kind.rawValue),
                        "ours_usd": .dollars(line.ours), "statement_usd": .dollars(line.theirs),
                        "difference_usd": .dollars(line.difference),
                    ]
                }),
            "differing": .integer(differing.count), "difference_usd": .dollars(total),
        ]
    }
}

extension Claim.Kind {
    /// Whether a QSE settles it, so that its absence from a statement is news.
    ///
    /// Energy that was not bought, hashrate that was not sold and next year's transmission charges stand on none.
    fileprivate var isOnStatements: Bool {
        switch self {
        case .energyResold, .asCapacityDAM, .asImbalanceRT, .ersCapacity, .dayAheadPosition, .penalty: true
        case .energyAvoided, .lostHash, .restartCost, .transmission4CPContingent: false
        }
    }
}

/// The ledger's claims of a span, by day and by interval.
private struct OurClaims {
    struct Key: Hashable, Comparable {
        let day: CalendarDate
        let kind: Claim.Kind

        static func < (left: Key, right: Key) -> Bool {
            left.day == right.day ? left.kind.rawValue < right.kind.rawValue : left.day < right.day
        }
    }

    private(set) var days: [Key: Money] = [:]
    private var intervals: [String: [Claim.Kind: Money]] = [:]

    init(
        _ reader: LedgerReader, from first: CalendarDate, through last: CalendarDate, asOf: UTCInstant?
    ) throws {
        for line in try reader.credits(from: first, through: last, by: .interval, asOf: asOf)
        where !line.isShadow {
            guard let start = UTCInstant(rfc3339: line.label) else { continue }
            let day = MarketTimeZone.centralPrevailing.operatingDay(of: start)
            for (kind, amount) in line.amounts {
                intervals[line.label, default: [:]][kind] = amount
                days[Key(day: day, kind: kind), default: .zero] += amount
            }
        }
    }

    func amount(of kind: Claim.Kind, day: CalendarDate, interval: SettlementInterval?) -> Money? {
        guard let interval else { return days[Key(day: day, kind: kind)] }
        return intervals[interval.start.milliseconds]?[kind]
    }
}
