import Settlement

extension LedgerSchema {
    /// The views of the promise: units in the names, amounts as decimal text, instants as UTC text.
    static var views: String {
        """
        CREATE VIEW v_events AS SELECT
            id AS event_id, state, started_at_utc, ended_at_utc, shadow AS is_shadow, programs, reason,
            \(megawatts("lowest_target_microwatts")) AS lowest_target_mw,
            \(megawatts("lowest_commanded_microwatts")) AS lowest_commanded_mw,
            \(megawatts("lowest_confirmed_microwatts")) AS lowest_confirmed_mw,
            \(megawatts("lowest_metered_microwatts")) AS lowest_metered_mw,
            failed_units, chain_seq
        FROM events;
        CREATE VIEW v_intervals AS SELECT
            start_utc AS interval_start_utc, \(intervalEnd) AS interval_end_utc, operating_day, hour_ending,
            interval_number, repeated_hour AS is_repeated_hour, group_name,
            CASE WHEN price_microdollars_per_mwh IS NOT NULL
                THEN \(dollars("price_microdollars_per_mwh")) END AS price_usd_per_mwh,
            price_source,
            \(megawattHours("(consumed_microwatt_seconds + curtailed_microwatt_seconds)")) AS baseline_mwh,
            \(megawattHours("consumed_microwatt_seconds")) AS consumed_mwh,
            \(megawattHours("curtailed_microwatt_seconds")) AS curtailed_mwh,
            consumed_microwatt_seconds, curtailed_microwatt_seconds,
            \(megawatts("restarted_microwatts")) AS restarted_mw, evidence,
            evidence <> 'metered' AS is_estimate, shadow AS is_shadow, version, replaces_seq, chain_seq
        FROM intervals AS row WHERE \(Projection.intervals.isNewest());
        CREATE VIEW v_claims AS \(claims());
        CREATE VIEW v_decisions AS SELECT
            id AS decision_id, at_utc, event_id, mode, state, program, reason,
            \(megawatts("target_microwatts")) AS target_mw,
            \(megawatts("commanded_microwatts")) AS commanded_mw,
            \(megawatts("confirmed_microwatts")) AS confirmed_mw, summary, chain_seq
        FROM decisions;
        CREATE VIEW v_sources AS SELECT
            name, kind, condition, last_at_utc, last_value, accepted AS accepted_count,
            rejected AS rejected_count, last_reason, updated_at_utc
        FROM sources;
        """
    }

    /// The claims as they stand, or as they stood when a row of the chain had been written.
    ///
    /// - Parameter sequence: the row, as SQL; nil for the newest.
    /// - Returns: the query of `v_claims`.
    static func claims(upTo sequence: String? = nil) -> String {
        """
        SELECT start_utc AS interval_start_utc, \(intervalEnd) AS interval_end_utc, operating_day,
            group_name, kind, program, \(megawattHours("energy_microwatt_seconds")) AS energy_mwh,
            energy_microwatt_seconds,
            CASE WHEN kind NOT IN (\(capacityKinds)) THEN rate_usd END AS rate_usd_per_mwh,
            CASE WHEN kind IN ('restartCost', 'transmission4CPContingent') THEN rate_usd END
                AS rate_usd_per_mw,
            CASE WHEN kind IN ('asCapacityDAM', 'asImbalanceRT', 'ersCapacity') THEN rate_usd END
                AS rate_usd_per_mw_h,
            rate_exact AS rate_exact_microusd, \(dollars("amount_microdollars")) AS amount_usd,
            kind IN (\(incrementalKinds)) AS is_incremental, estimate AS is_estimate, shadow AS is_shadow,
            price_source, method, \(dollars("uncertainty_microdollars")) AS uncertainty_usd,
            version, replaces_seq, chain_seq
        FROM claims AS row
        WHERE \(sequence.map { "chain_seq <= \($0) AND " } ?? "")\(Projection.claims.isNewest(upTo: sequence))
        """
    }

    private static let capacityKinds =
        "'restartCost', 'transmission4CPContingent', 'asCapacityDAM', 'asImbalanceRT', 'ersCapacity'"

    private static let incrementalKinds = Claim.Kind.allCases.filter(\.isIncremental)
        .map { "'\($0.rawValue)'" }.joined(separator: ", ")

    private static let intervalEnd = "strftime('%Y-%m-%dT%H:%M:%fZ', start_utc, '+15 minutes')"

    private static func sign(_ value: String) -> String { "CASE WHEN \(value) < 0 THEN '-' ELSE '' END" }

    /// All six digits of money, as `Money.decimalSixPlaces`.
    private static func dollars(_ column: String) -> String {
        "printf('%s%d.%06d', \(sign(column)), abs(\(column)) / 1000000, abs(\(column)) % 1000000)"
    }

    /// Exact, trailing zeros cut, as `Power.decimal`; null stays null.
    private static func megawatts(_ column: String) -> String {
        let parts = "abs(\(column)) / 1000000000000, abs(\(column)) % 1000000000000"
        let digits = "printf('%s%d.%012d', \(sign(column)), \(parts))"
        return "CASE WHEN \(column) IS NOT NULL THEN rtrim(rtrim(\(digits), '0'), '.') END"
    }

    /// Nine digits, half to even, as `Energy.megawattHours(places: 9)`; the exact integer stands beside it.
    private static func megawattHours(_ column: String) -> String {
        let quotient = "(abs(\(column)) / 3600000)"
        let remainder = "(abs(\(column)) % 3600000)"
        let roundsUp =
            "(\(remainder) > 1800000 OR (\(remainder) = 1800000 AND \(quotient) % 2 = 1))"
        let rounded = "(\(quotient) + \(roundsUp))"
        let sign = "CASE WHEN \(column) < 0 AND \(rounded) > 0 THEN '-' ELSE '' END"
        return "printf('%s%d.%09d', \(sign), \(rounded) / 1000000000, \(rounded) % 1000000000)"
    }
}
