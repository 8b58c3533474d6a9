import GRDB
import GridUnits
import Settlement

/// The sums of the claims of one kind that share a line, as the view gives them.
struct ClaimSum {
    let kind: String
    let amount: Money
    let incremental: Money
    let energy: Energy
    let uncertainty: Money
    let isEstimate: Bool

    /// The columns that ``init(_:)`` reads, summed over the rows of a group of `v_claims`.
    static let columns = """
        kind, is_shadow, sum(\(microdollars("amount_usd"))) AS amount,
        sum(CASE WHEN is_incremental THEN \(microdollars("amount_usd")) ELSE 0 END) AS incremental,
        sum(energy_microwatt_seconds / 1000000000) AS energy_high,
        sum(energy_microwatt_seconds % 1000000000) AS energy_low,
        sum(\(microdollars("uncertainty_usd"))) AS uncertainty, max(is_estimate) AS is_estimate
        """

    /// The exact integer of a column with all six digits of money.
    private static func microdollars(_ column: String) -> String {
        "CAST(replace(\(column), '.', '') AS INTEGER)"
    }

    init(_ row: Row) {
        let high: Int64 = row["energy_high"]
        let low: Int64 = row["energy_low"]
        kind = row["kind"]
        amount = Money(microdollars: row["amount"])
        incremental = Money(microdollars: row["incremental"])
        // In two halves, because the microwatt-seconds of a month exceed the 64 bits of SQLite's sum.
        energy = Energy(microwattSeconds: Int128(high) * 1_000_000_000 + Int128(low))
        uncertainty = Money(microdollars: row["uncertainty"])
        isEstimate = row["is_estimate"]
    }
}
