/// The keys of `settlement` and of the maps below it.
extension ConfigurationSection {
    static let settlementKeys = [
        "meter", "baseline", "baselines", "maximum_base_load_mw", "adjustment_window_s",
        "reading_uncertainty", "rebuild_after_s", "holidays", "contracts", "ers", "coincident_peak",
    ]
    static let contractKeys = [
        "from", "qse_share", "loss_factor", "adder_usd_per_mwh", "resale_fee_usd_per_mwh", "block",
    ]
    static let emergencyResponseKeys = [
        "program", "from", "to", "availability_factor", "performance_factor", "test_factor", "squared_below",
        "counts_as_one_from", "periods",
    ]
    static let emergencyResponsePeriodKeys = [
        "name", "first_hour_ending", "last_hour_ending", "days", "mw", "usd_per_mw_h",
    ]
    static let coincidentPeakKeys = [
        "from", "to", "peaks_per_year", "interval_min", "usd_per_mw_year", "normal_mw",
        "minimum_billing_share", "peak_intervals",
    ]
}
