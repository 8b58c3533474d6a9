import GRDB
package import GridUnits
import Settlement

extension LedgerReader {
    /// The label where no program or event is known: money of an interval without a curtailment.
    package static let noCurtailment = "none"

    /// Sums the newest version of every claim between two operating days, both included.
    ///
    /// A claim that names no program belongs to the first program of the event that stood in its interval. An
    /// interval that two events touch belongs to the first, so that no claim is counted twice.
    ///
    /// - Parameters:
    ///   - from: first operating day; nil for the first there is.
    ///   - through: last operating day; nil for the last there is.
    ///   - period: what shares a line.
    ///   - instant: what had been written by then; nil for all.
    /// - Returns: in order of the labels (claims in the order of `Claim.Kind`), shadow after real.
    /// - Throws: GRDB's error when the file cannot be read.
    package func credits(
        from: CalendarDate? = nil, through: CalendarDate? = nil, by period: CreditGrouping,
        asOf instant: UTCInstant? = nil
    ) throws -> [LedgerCredit] {
        let zone = MarketTimeZone.centralPrevailing
        let start = from.map { zone.startOfDay($0).milliseconds }
        let end = through.map { zone.startOfDay($0.advanced(byDays: 1)).milliseconds }
        let known = try instant.map(sequence(at:))
        var lines: [Line: LedgerCredit] = [:]
        try queue.read { database in
            let claims = """
                \(Claim.table.layout.rows(upTo: known.map(String.init)))
                AND (?1 IS NULL OR start_utc >= ?1) AND (?2 IS NULL OR start_utc < ?2)
                """
            let sums = Self.sums(of: claims, by: period)
            let uncertainties = Self.uncertainties(of: claims, by: period)
            // Each walks through the events in the order of the intervals.
            for (sql, take) in [(sums, Self.addSum), (uncertainties, Self.addUncertainty)] {
                var events = try EventSpans(database, from: start, until: end)
                let rows = try Row.fetchCursor(database, sql: sql, arguments: [start, end])
                while let row = try rows.next() {
                    let isShadow: Bool = row["shadow"]
                    let line = Line(label: Self.label(row, period, &events), isShadow: isShadow)
                    take(row, &lines[line, default: LedgerCredit(label: line.label, isShadow: isShadow)])
                }
            }
        }
        return lines.values.sorted { Self.precedes($0, $1, period) }
    }

    private static func addSum(_ row: Row, _ line: inout LedgerCredit) { line.add(ClaimSum(row)) }

    private static func addUncertainty(_ row: Row, _ line: inout LedgerCredit) {
        line.uncertainty += Money(microdollars: row["uncertainty"])
    }

    private static func sums(of claims: String, by period: CreditGrouping) -> String {
        """
        SELECT \(label(of: period)), \(ClaimSum.columns) FROM \(claims)
        GROUP BY label, named_program, line_end, shadow, kind ORDER BY label, shadow, kind
        """
    }

    /// Of each line the sum over its intervals and groups, which may all be off in the same direction.
    private static func uncertainties(of claims: String, by period: CreditGrouping) -> String {
        """
        SELECT label, named_program, line_end, shadow, sum(uncertainty) AS uncertainty
        FROM (SELECT \(label(of: period)), shadow, \(ClaimSum.uncertainty) AS uncertainty
            FROM \(claims) AND uncertainty_microdollars <> 0
            GROUP BY label, named_program, line_end, shadow, start_utc, group_name)
        GROUP BY label, named_program, line_end, shadow ORDER BY label, shadow
        """
    }

    private struct Line: Hashable {
        let label: String
        let isShadow: Bool
    }

    /// The columns that name a line; programs and events are found for each interval.
    private static func label(of period: CreditGrouping) -> String {
        let day = "operating_day"
        let label =
            switch period {
            case .interval, .event, .program: "start_utc"
            case .hour: "substr(start_utc, 1, 13) || ':00:00.000Z'"
            case .day: day
            case .month: "substr(\(day), 1, 7)"
            case .year: "substr(\(day), 1, 4)"
            case .group: "group_name"
            case .claim: "kind"
            }
        switch period {
        case .event, .program:
            return "\(label) AS label, program AS named_program, \(ShownSQL.intervalEnd) AS line_end"
        case .interval, .hour, .day, .month, .year, .group, .claim:
            return "\(label) AS label, NULL AS named_program, NULL AS line_end"
        }
    }

    private static func label(_ row: Row, _ period: CreditGrouping, _ events: inout EventSpans) -> String {
        guard period == .program || period == .event else { return row["label"] }
        let named: String = row["named_program"]
        if period == .program, !named.isEmpty { return named }
        let event = events.event(
            from: row["label"], until: row["line_end"], isShadow: row["shadow"])
        guard let event else { return noCurtailment }
        return period == .program ? event.program : "\(event.id)"
    }

    private static func precedes(_ left: LedgerCredit, _ right: LedgerCredit, _ period: CreditGrouping)
        -> Bool
    {
        guard left.label != right.label else { return !left.isShadow && right.isShadow }
        switch period {
        case .event:
            // Numbers by size, money outside of events last.
            return (Int64(left.label) ?? .max) < (Int64(right.label) ?? .max)
        case .claim:
            let order = Claim.Kind.allCases.map(\.rawValue)
            let places = [left, right].map { order.firstIndex(of: $0.label) ?? order.count }
            return places[0] == places[1] ? left.label < right.label : places[0] < places[1]
        case .interval, .hour, .day, .month, .year, .program, .group: return left.label < right.label
        }
    }
}
