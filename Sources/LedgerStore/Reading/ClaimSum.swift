import GRDB
import GridUnits
import Settlement

/// The sums of the claims of one kind that share a line, as the view gives them.
struct ClaimSum {
    let kind: String
    let amount: Money
    let incremental: Money
    let energy: Energy
    let uncertainty: Money?
    let isEstimate: Bool

    /// The columns that ``init(_:)`` reads, summed over the rows of a group of `v_claims`.
    static func columns(_ view: ClaimColumns) -> String {
        let amount = ClaimColumns.microdollars("amount_usd")
        return """
            kind, is_shadow, sum(\(amount)) AS amount,
            sum(CASE WHEN \(view.isIncremental) THEN \(amount) ELSE 0 END) AS incremental,
            sum(energy_microwatt_seconds / 1000000000) AS energy_high,
            sum(energy_microwatt_seconds % 1000000000) AS energy_low,
            \(view.uncertainty) AS uncertainty, max(is_estimate) AS is_estimate
            """
    }

    init(_ row: Row) {
        let high: Int64 = row["energy_high"]
        let low: Int64 = row["energy_low"]
        kind = row["kind"]
        amount = Money(microdollars: row["amount"])
        incremental = Money(microdollars: row["incremental"])
        // In two halves, because the microwatt-seconds of a month exceed the 64 bits of SQLite's sum.
        energy = Energy(microwattSeconds: Int128(high) * 1_000_000_000 + Int128(low))
        uncertainty = (row["uncertainty"] as Int64?).map(Money.init(microdollars:))
        isEstimate = row["is_estimate"]
    }
}

/// What `v_claims` can say in this file: one of an older release has fewer columns and is read as it is.
struct ClaimColumns {
    /// The program that a claim names; empty where it names none.
    let program: String
    /// Whether a claim is there because something was curtailed.
    let isIncremental: String
    /// A sum of microdollars; null where it is not known.
    let uncertainty: String

    init(_ database: Database) throws {
        let names = Set(try String.fetchAll(database, sql: "SELECT name FROM pragma_table_info('v_claims')"))
        program = names.contains("program") ? "coalesce(program, '')" : "''"
        uncertainty =
            names.contains("uncertainty_usd") ? "sum(\(Self.microdollars("uncertainty_usd")))" : "NULL"
        let kinds = Claim.Kind.allCases.filter(\.isIncremental).map { "'\($0.rawValue)'" }
        isIncremental =
            names.contains("is_incremental")
            ? "is_incremental" : "kind IN (\(kinds.joined(separator: ", ")))"
    }

    /// The exact integer of a column with all six digits of money.
    static func microdollars(_ column: String) -> String { "CAST(replace(\(column), '.', '') AS INTEGER)" }
}
