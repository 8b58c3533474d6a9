import GridUnits
import Settlement

extension Claim: TableRow {
    static let table = Table<Claim>(
        "claims", of: { $0.interval },
        versionsBy: [
            Column("group_name") { $0.group }, Column("kind") { $0.kind.rawValue },
            Column("program") { $0.program }, Column("shadow") { $0.isShadow },
        ],
        columns: [
            .operatingDay, Column("energy_microwatt_seconds") { $0.energy },
            Column("rate_exact") { $0.rate.description },
            Column("rate_usd") {
                DecimalText.format($0.rate.roundedHalfToEven, scale: 6, minimumFraction: 6)
            },
            Column("amount_microdollars") { $0.amount }, Column("estimate") { $0.isEstimate },
            Column("price_source") { $0.basis.priceSource.rawValue },
            Column("method") { $0.basis.method.rawValue },
            Column("uncertainty_microdollars") { $0.basis.uncertainty },
        ],
        view: ViewDeclaration(
            name: "v_claims",
            columns: """
                start_utc AS interval_start_utc, \(ShownSQL.intervalEnd) AS interval_end_utc, operating_day,
                group_name, kind, program,
                \(ShownSQL.megawattHours("energy_microwatt_seconds")) AS energy_mwh, energy_microwatt_seconds,
                CASE WHEN kind IN (\(Kind.list(where: { $0.declaration.rateUnit == .megawattHour }))) THEN rate_usd END
                    AS rate_usd_per_mwh,
                CASE WHEN kind IN (\(Kind.list(where: { $0.declaration.rateUnit == .megawatt }))) THEN rate_usd END
                    AS rate_usd_per_mw,
                CASE WHEN kind IN (\(Kind.list(where: { $0.declaration.rateUnit == .megawattAndHour }))) THEN rate_usd END
                    AS rate_usd_per_mw_h,
                rate_exact AS rate_exact_microusd,
                \(ShownSQL.dollars("amount_microdollars")) AS amount_usd,
                kind IN (\(Kind.list(where: \.isIncremental))) AS is_incremental, estimate AS is_estimate,
                shadow AS is_shadow, price_source, method,
                \(ShownSQL.dollars("uncertainty_microdollars")) AS uncertainty_usd, version, replaces_seq,
                chain_seq
                """,
            order: "interval_start_utc, group_name, kind, is_shadow", from: "interval_start_utc >=",
            until: "interval_start_utc"))
}

extension Claim.Kind {
    /// The kinds of some sort, as SQL behind `IN`.
    static func list(where isMeant: (Claim.Kind) -> Bool) -> String {
        allCases.filter(isMeant).map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }
}
