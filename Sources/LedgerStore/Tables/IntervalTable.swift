import GridUnits
import Settlement

extension SettledInterval: TableRow {
    static let table = Table<SettledInterval>(
        "intervals", of: { $0.energy.interval },
        versionsBy: [Column("group_name") { $0.energy.group }, Column("shadow") { $0.energy.isShadow }],
        columns: [
            .operatingDay, .key("hour_ending") { $0.hourEnding }, .key("interval_number") { $0.interval },
            .key("repeated_hour") { $0.isRepeatedHour }, Column("evidence") { $0.energy.evidence.rawValue },
            Column("price_microdollars_per_mwh") { $0.price },
            Column("price_source") { $0.priceSource.rawValue },
            Column("consumed_microwatt_seconds") { $0.energy.consumed },
            Column("curtailed_microwatt_seconds") { $0.energy.curtailed },
            Column("restarted_microwatts") { $0.energy.restarted },
        ],
        view: ViewDeclaration(
            name: "v_intervals",
            columns: """
                start_utc AS interval_start_utc, \(ShownSQL.intervalEnd) AS interval_end_utc, operating_day,
                hour_ending, interval_number, repeated_hour AS is_repeated_hour, group_name,
                \(ShownSQL.dollars("price_microdollars_per_mwh")) AS price_usd_per_mwh, price_source,
                \(ShownSQL.megawattHours("(consumed_microwatt_seconds + curtailed_microwatt_seconds)"))
                    AS baseline_mwh,
                \(ShownSQL.megawattHours("consumed_microwatt_seconds")) AS consumed_mwh,
                \(ShownSQL.megawattHours("curtailed_microwatt_seconds")) AS curtailed_mwh,
                consumed_microwatt_seconds, curtailed_microwatt_seconds,
                \(ShownSQL.megawatts("restarted_microwatts")) AS restarted_mw, evidence,
                evidence <> 'metered' AS is_estimate, shadow AS is_shadow, version, replaces_seq, chain_seq
                """,
            order: "interval_start_utc, group_name, is_shadow", from: "interval_start_utc >=",
            until: "interval_start_utc"))
}
