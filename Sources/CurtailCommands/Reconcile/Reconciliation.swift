import ControlSocket
import GridUnits
import LedgerStore
import Settlement
import SiteRecord
import SiteReports

/// A statement held against the ledger, sum by sum within each of its runs, and what of ours it leaves out.
///
/// Lines of one run, day, interval, claim and program are one sum. Of the days from a run's first to its last, money
/// of ours that no line names is a line of its own, and so is, in the first run, that of a day which no run comes to
/// and the statement should: it passes only when it is complete.
struct Reconciliation {
    /// One line of the comparison.
    struct Line {
        let subject: StatementLine.Subject
        /// By the ledger; nil where it has nothing of the sort.
        let ours: Money?
        /// By the statement; nil where it says nothing.
        let theirs: Money?
        let difference: Money

        init(_ subject: StatementLine.Subject, ours: Money?, theirs: Money?) throws {
            self.subject = subject
            self.ours = ours
            self.theirs = theirs
            let (difference, overflow) = (theirs ?? .zero).microdollars
                .subtractingReportingOverflow((ours ?? .zero).microdollars)
            guard !overflow else { throw AmountOutOfRange("the difference of \(subject.day)") }
            self.difference = Money(microdollars: difference)
        }
    }

    /// The sum of one run of the statement.
    struct Run {
        let name: String
        var lines = 0
        var differing = 0
        var difference = Money.zero
    }

    private(set) var lines: [Line] = []
    /// In the order of their first lines.
    private(set) var runs: [Run] = []
    /// Differences up to this are rounding.
    let tolerance: Money

    /// Compares.
    ///
    /// - Parameters:
    ///   - statement: with a line at least.
    ///   - reader: the ledger.
    ///   - first: the first day that it should name; nil for the first of the month in which it begins.
    ///   - last: the last day that it should name; nil for the last of the month in which it ends.
    ///   - tolerance: differences up to this are rounding.
    ///   - asOf: nil for the ledger as it is known now.
    /// - Throws: what reading the ledger throws; `AmountOutOfRange` when a sum does not fit.
    init(
        _ statement: StatementFile, _ reader: LedgerReader, from first: CalendarDate? = nil,
        through last: CalendarDate? = nil, tolerance: Money, asOf: UTCInstant?
    ) throws {
        self.tolerance = tolerance
        let days = statement.lines.map(\.subject.day)
        guard let begin = days.min(), let end = days.max() else { return }
        let span = (first ?? begin.firstOfMonth, last ?? end.lastOfMonth)
        let ours = try OurClaims(
            reader, from: min(begin, span.0), through: max(end, span.1), asOf: asOf)
        let all = try Self.sums(of: statement)
        for (place, (name, sums)) in all.enumerated() {
            runs.append(Run(name: name))
            for sum in sums.ordered {
                try add(Line(sum, ours: ours.amount(of: sum), theirs: sums.amounts[sum]))
            }
            let isMissed = { (day: CalendarDate) in
                sums.reaches(day)
                    || place == 0 && day >= span.0 && day <= span.1 && !all.contains { $0.sums.reaches(day) }
            }
            for (subject, own) in try Self.unnamed(ours, by: sums, run: name, where: isMissed) {
                try add(Line(subject, ours: own, theirs: nil))
            }
        }
    }

    func isDiffering(_ line: Line) -> Bool {
        line.difference.microdollars.magnitude > tolerance.microdollars.magnitude
    }

    /// How many lines differ by more than rounding.
    var differing: Int { runs.reduce(0) { $0 + $1.differing } }

    private mutating func add(_ line: Line) throws {
        lines.append(line)
        let last = runs.count - 1
        runs[last].lines += 1
        runs[last].difference = try runs[last].difference.adding(line.difference)
        if isDiffering(line) { runs[last].differing += 1 }
    }
}

extension Reconciliation {
    /// The sums of one run's lines.
    private struct Sums {
        var amounts: [StatementLine.Subject: Money] = [:]
        /// In the order of their first lines.
        var ordered: [StatementLine.Subject] = []

        private var first: CalendarDate?
        private var last: CalendarDate?

        func names(_ subject: StatementLine.Subject) -> Bool { amounts[subject] != nil }

        /// Whether a day lies between the first and the last that the run names.
        func reaches(_ day: CalendarDate) -> Bool {
            guard let first, let last else { return false }
            return first <= day && day <= last
        }

        mutating func add(_ line: StatementLine) throws {
            let subject = line.subject
            if amounts[subject] == nil { ordered.append(subject) }
            amounts[subject] = try (amounts[subject] ?? .zero).adding(line.amount)
            first = min(first ?? subject.day, subject.day)
            last = max(last ?? subject.day, subject.day)
        }
    }

    private struct DayAndKind: Hashable {
        let day: CalendarDate
        let kind: Claim.Kind
    }

    private static func sums(of statement: StatementFile) throws -> [(run: String, sums: Sums)] {
        var runs: [(run: String, sums: Sums)] = []
        var places: [String: Int] = [:]
        for line in statement.lines {
            let place = places[line.subject.run] ?? runs.count
            if place == runs.count {
                places[line.subject.run] = place
                runs.append((line.subject.run, Sums()))
            }
            try runs[place].sums.add(line)
        }
        return runs
    }

    /// Money of ours that no line of a run is about: by interval on days of which the run names other intervals of the
    /// same claim, by day elsewhere.
    private static func unnamed(
        _ ours: OurClaims, by sums: Sums, run: String, where isMissed: (CalendarDate) -> Bool
    ) throws -> [(subject: StatementLine.Subject, own: Money)] {
        let partlyNamed = Set(
            sums.ordered.filter { $0.interval != nil }.map { DayAndKind(day: $0.day, kind: $0.kind) })
        let hasPrograms = sums.ordered.contains { $0.program != nil }
        var missing: [StatementLine.Subject: Money] = [:]
        var ordered: [StatementLine.Subject] = []
        for own in ours.amounts
        where own.kind.declaration.isOnStatements && isMissed(own.operatingDay) {
            func subject(_ interval: SettlementInterval?, _ program: String?) -> StatementLine.Subject {
                StatementLine.Subject(
                    run: run, day: own.operatingDay, interval: interval, kind: own.kind, program: program)
            }
            guard
                !sums.names(subject(own.interval, own.program)), !sums.names(subject(own.interval, nil)),
                !sums.names(subject(nil, own.program)), !sums.names(subject(nil, nil))
            else { continue }
            let isPartlyNamed = partlyNamed.contains(DayAndKind(day: own.operatingDay, kind: own.kind))
            let key = subject(isPartlyNamed ? own.interval : nil, hasPrograms ? own.program : nil)
            if missing[key] == nil { ordered.append(key) }
            missing[key] = try (missing[key] ?? .zero).adding(own.amount)
        }
        return ordered.compactMap { subject in
            guard let own = missing[subject], own != .zero else { return nil }
            return (subject, own)
        }
    }
}

extension Reconciliation {
    /// `curtaild.reconcile/1`; the sum of the differences is null over several runs, which settle the same money.
    var document: JSONValue {
        [
            "schema": "curtaild.reconcile/1", "tolerance_usd": .text(tolerance.decimalSixPlaces),
            "lines": .array(lines.map(document(of:))), "runs": .array(runs.map(Self.document(of:))),
            "differing": .count(differing),
            "difference_usd": runs.count > 1
                ? .null : .text((runs.first?.difference ?? .zero).decimalSixPlaces),
        ]
    }

    private func document(of line: Line) -> JSONValue {
        let subject = line.subject
        return [
            "settlement_run": .text(subject.run), "operating_day": .text(subject.day.description),
            "interval_start": .orNull(subject.interval?.start.milliseconds),
            "claim": .text(subject.kind.rawValue), "program": .orNull(subject.program),
            "ours_usd": .orNull(line.ours?.decimalSixPlaces),
            "statement_usd": .orNull(line.theirs?.decimalSixPlaces),
            "difference_usd": .text(line.difference.decimalSixPlaces), "differs": .boolean(isDiffering(line)),
        ]
    }

    private static func document(of run: Run) -> JSONValue {
        [
            "settlement_run": .text(run.name), "lines": .count(run.lines),
            "differing": .count(run.differing), "difference_usd": .text(run.difference.decimalSixPlaces),
        ]
    }
}

extension CalendarDate {
    fileprivate var firstOfMonth: CalendarDate { advanced(byDays: 1 - day) }

    fileprivate var lastOfMonth: CalendarDate {
        firstOfMonth.advanced(byDays: 31).firstOfMonth.advanced(byDays: -1)
    }
}
