import GRDB
import GridUnits
import Settlement

/// The sums of the claims of one kind that share a line, over the table's own integers.
struct ClaimSum {
    let kind: String
    let amount: Money
    let energy: Energy
    let isEstimate: Bool

    /// The columns that ``init(_:)`` reads, summed over the rows of a group of `claims`.
    static let columns = """
        kind, shadow, sum(amount_microdollars) AS amount,
        sum(energy_microwatt_seconds / 1000000000) AS energy_high,
        sum(energy_microwatt_seconds % 1000000000) AS energy_low,
        max(estimate AND (amount_microdollars <> 0 OR energy_microwatt_seconds <> 0)) AS is_estimate
        """

    /// How far the claims of one energy may be off together, over the rows of one interval and group of `claims`.
    ///
    /// Where more energy than was read is avoided, as much more hash is lost: the uncertainties have the signs of the
    /// amounts.
    static let uncertainty = """
        abs(sum(CASE WHEN amount_microdollars < 0 THEN -1 ELSE 1 END * uncertainty_microdollars))
        """

    init(_ row: Row) {
        kind = row["kind"]
        amount = Money(microdollars: row["amount"])
        energy = Energy(row, "energy")
        isEstimate = row["is_estimate"]
    }
}

extension Energy {
    /// A sum in two halves, because the microwatt-seconds of a month exceed the 64 bits of SQLite's sum.
    ///
    /// - Parameters:
    ///   - row: has `NAME_high`, of 10^9 microwatt-seconds, and `NAME_low`; null counts as zero.
    ///   - name: of the two columns.
    init(_ row: Row, _ name: String) {
        let high: Int64 = row["\(name)_high"] ?? 0
        let low: Int64 = row["\(name)_low"] ?? 0
        self.init(microwattSeconds: Int128(high) * 1_000_000_000 + Int128(low))
    }
}
