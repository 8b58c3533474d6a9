import GRDB

/// A table that is filled from the chain, and how its rows are written and compared.
enum Projection: String, CaseIterable {
    case decisions, events, facts, intervals, bases, claims

    /// In the order of a row's values, each by its name.
    var columns: [String] {
        switch self {
        case .decisions:
            [
                "chain_seq", "id", "at_utc", "event_id", "mode", "state", "program", "reason",
                "target_microwatts", "commanded_microwatts", "confirmed_microwatts", "summary",
            ]
        case .events:
            [
                "id", "chain_seq", "state", "started_at_utc", "ended_at_utc", "shadow", "programs", "reason",
                "lowest_target_microwatts", "lowest_commanded_microwatts", "lowest_confirmed_microwatts",
                "lowest_metered_microwatts", "failed_units",
            ]
        case .facts: ["chain_seq", "kind", "subject", "long", "start_utc", "end_utc"]
        case .intervals:
            [
                "start_utc", "group_name", "shadow", "version", "chain_seq", "replaces_seq", "operating_day",
                "hour_ending", "interval_number", "repeated_hour", "evidence", "price_microdollars_per_mwh",
                "price_source", "consumed_microwatt_seconds", "curtailed_microwatt_seconds",
                "restarted_microwatts",
            ]
        case .bases:
            [
                "start_utc", "version", "chain_seq", "replaces_seq", "policy_number",
                "hashprice_microdollars_per_ph_day", "metered_microwatt_seconds", "meter_gap", "curtailed",
            ]
        case .claims:
            [
                "start_utc", "group_name", "kind", "program", "shadow", "version", "chain_seq",
                "replaces_seq", "operating_day", "energy_microwatt_seconds", "rate_exact", "rate_usd",
                "amount_microdollars", "estimate", "price_source", "method", "uncertainty_microdollars",
            ]
        }
    }

    /// The columns behind `start_utc` that name what a row is a version of; nil where rows have no versions.
    var versionKey: [String]? {
        switch self {
        case .decisions, .events, .facts: nil
        case .intervals: ["group_name", "shadow"]
        case .bases: []
        case .claims: ["group_name", "kind", "program", "shadow"]
        }
    }

    /// Writes one row; an event replaces its earlier state.
    var insertion: String {
        let verb = self == .events ? "INSERT OR REPLACE" : "INSERT"
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        return "\(verb) INTO \(rawValue) (\(columns.joined(separator: ", "))) VALUES (\(marks))"
    }

    /// Finds one row that is equal in every column.
    var comparison: String {
        "SELECT 1 FROM \(rawValue) WHERE " + columns.map { "\($0) IS ?" }.joined(separator: " AND ")
    }

    /// Says of a row called `row` that no later version of it stands, by a recorded row number where one is given.
    func isNewest(upTo sequence: String? = nil) -> String {
        let key = (["start_utc"] + (versionKey ?? [])).map { "newer.\($0) = row.\($0)" }
        let bound = sequence.map { " AND newer.chain_seq <= \($0)" } ?? ""
        return """
            NOT EXISTS (SELECT 1 FROM \(rawValue) AS newer
                WHERE \(key.joined(separator: " AND ")) AND newer.version > row.version\(bound))
            """
    }
}

/// One row of a projection.
struct ProjectionRow {
    let table: Projection
    let values: [DatabaseValue]
}
