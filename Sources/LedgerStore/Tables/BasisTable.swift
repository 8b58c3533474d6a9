import GridUnits
import Settlement

extension IntervalBasis: TableRow {
    static let table = Table<IntervalBasis>(
        "bases", of: { $0.interval }, versionsBy: [],
        columns: [
            Column("policy_number") { $0.policyNumber },
            Column("hashprice_microdollars_per_ph_day") { $0.hashprice },
            Column("metered_microwatt_seconds") { $0.metered },
            Column("meter_gap") { $0.meterGap?.rawValue }, Column("curtailed") { $0.isCurtailed },
        ])
}
