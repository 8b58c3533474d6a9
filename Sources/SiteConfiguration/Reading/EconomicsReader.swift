import SiteRecord
import CurtailmentEngine
import GridUnits

/// Reads `economics`.
struct EconomicsReader {
    private let reader: SectionReader

    /// Billionths of the settlement price.
    static let lossFactors: ClosedRange<Int64> = 500_000_000...2_000_000_000

    init(_ top: SectionReader) { reader = top.section(.economics) }

    var economics: EconomicsPolicy {
        EconomicsPolicy(
            dollarsPerPetahashDay: reader.quantity(
                "hashprice_usd_per_ph_day", in: .zero...Money.dollars(100_000), default: .zero),
            poolFee: reader.ratio("pool_fee", inBillionths: 0...999_999_999, default: .zero),
            powerUsageEffectiveness: reader.ratio(
                "pue", inBillionths: 1_000_000_000...3_000_000_000, default: .one),
            lossFactor: reader.ratio("loss_factor", inBillionths: Self.lossFactors, default: .one),
            adder: reader.quantity(
                "adder_usd_per_mwh",
                in: EnergyPrice.dollarsPerMegawattHour(-10_000)...EnergyPrice.dollarsPerMegawattHour(10_000),
                default: .zero))
    }
}
