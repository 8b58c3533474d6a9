import GRDB
package import GridUnits
package import Settlement

extension LedgerReader {
    /// The settled rows of one operating day: the newest versions, without shadow ones.
    ///
    /// - Throws: GRDB's error when the file cannot be read, or `AmountOutOfRange` when a sum does not fit.
    package func totals(of day: CalendarDate) throws -> DayTotals {
        var totals = DayTotals(day: day)
        for credit in try credits(from: day, through: day, by: .day) where !credit.isShadow {
            for (kind, amount) in credit.amounts { try totals.totals.add(amount, of: kind) }
            totals.totals.add(curtailed: credit.curtailed)
        }
        return totals
    }
}
