import GRDB
import GridUnits
import Settlement

/// The sums of the claims of one kind that share a line, as the view gives them.
struct ClaimSum {
    let kind: String
    let amount: Money
    let incremental: Money
    let energy: Energy
    let isEstimate: Bool

    /// The columns that ``init(_:)`` reads, summed over the rows of a group of `v_claims`.
    static let columns = """
        kind, is_shadow, sum(\(microdollars("amount_usd"))) AS amount,
        sum(CASE WHEN is_incremental THEN \(microdollars("amount_usd")) ELSE 0 END) AS incremental,
        sum(energy_microwatt_seconds / 1000000000) AS energy_high,
        sum(energy_microwatt_seconds % 1000000000) AS energy_low,
        max(is_estimate AND (amount_usd <> '0.000000' OR energy_microwatt_seconds <> 0)) AS is_estimate
        """

    /// How far the claims of one energy may be off together, over the rows of one interval and group of `v_claims`.
    ///
    /// Where more energy than was read is avoided, as much more hash is lost: what they are off by has their signs.
    static let uncertainty = """
        abs(sum(CASE WHEN substr(amount_usd, 1, 1) = '-' THEN -1 ELSE 1 END * \(microdollars("uncertainty_usd"))))
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
        isEstimate = row["is_estimate"]
    }
}
