import GRDB
package import GridUnits
package import Settlement

/// The sum of one kind's and program's claims in one interval, over all groups.
package struct ClaimAmount: Hashable, Sendable {
    /// The interval that the money is of.
    package let interval: SettlementInterval
    /// The operating day of the interval.
    package let operatingDay: CalendarDate
    package let kind: Claim.Kind
    /// As `credits --by program` names it: the claim's own, else the first of the event that stood there.
    package let program: String
    /// The sum, positive to the site.
    package let amount: Money
}

extension LedgerReader {
    /// Sums the newest version of every real claim by interval, kind and program; what is only shadow is left out.
    ///
    /// - Parameters:
    ///   - from: first operating day.
    ///   - through: last operating day, included.
    ///   - instant: what had been written by then; nil for all.
    /// - Returns: in order of the intervals.
    /// - Throws: GRDB's error when the file cannot be read.
    package func claimAmounts(
        from: CalendarDate, through: CalendarDate, asOf instant: UTCInstant? = nil
    ) throws -> [ClaimAmount] {
        let zone = MarketTimeZone.centralPrevailing
        let start = zone.startOfDay(from).milliseconds
        let end = zone.startOfDay(through.advanced(byDays: 1)).milliseconds
        let known = try instant.map(sequence(at:))
        return try queue.read { database in
            var events = try EventSpans(database, from: start, until: end)
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT start_utc, \(ShownSQL.intervalEnd) AS end_utc, operating_day, program,
                        \(ClaimSum.columns)
                    FROM \(Claim.table.layout.rows(upTo: known.map(String.init)))
                        AND start_utc >= ?1 AND start_utc < ?2 AND NOT shadow
                    GROUP BY start_utc, kind, program ORDER BY start_utc, kind, program
                    """,
                arguments: [start, end])
            var amounts: [ClaimAmount] = []
            while let row = try rows.next() {
                let (label, sum) = (row["start_utc"] as String, ClaimSum(row))
                guard let kind = Claim.Kind(rawValue: sum.kind), let start = UTCInstant(rfc3339: label),
                    let day = CalendarDate(text: row["operating_day"] as String)
                else { continue }
                let named: String = row["program"]
                let program =
                    named.isEmpty
                    ? events.event(from: label, until: row["end_utc"], isShadow: false)?.program
                        ?? Self.noCurtailment : named
                amounts.append(
                    ClaimAmount(
                        interval: SettlementInterval(containing: start), operatingDay: day, kind: kind,
                        program: program, amount: sum.amount))
            }
            return amounts
        }
    }
}
