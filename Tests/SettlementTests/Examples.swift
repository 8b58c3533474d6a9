import GridMarket
import GridUnits
import Settlement
import Testing

/// The start of an interval of a summer day.
let noon = UTCInstant(secondsSinceEpoch: 1_784_721_600)

/// Terms without losses, adders and restart cost.
func terms(
    breakEven: Fraction, lossFactor: Fraction = .one, adder: EnergyPrice = .zero, restartCost: Money = .zero
) -> SettlementTerms {
    SettlementTerms(
        contract: ContractTerms(lossFactor: lossFactor, adder: adder), breakEven: breakEven,
        restartCostPerMegawatt: restartCost)
}

/// Break-even at 39 dollars per PH/s and day and 17.5 J/TH: 92.857142… dollars per megawatt-hour.
func exampleBreakEven() throws -> Fraction { try Fraction(650_000_000, over: 7) }

/// One interval in which so much was curtailed for the whole of it.
func interval(
    curtailing power: Power, restarting restarted: Power = .zero,
    evidence: IntervalEnergy.Evidence = .simulated, isShadow: Bool = false
) -> IntervalEnergy {
    IntervalEnergy(
        interval: SettlementInterval(containing: noon), group: "s21", consumed: .zero,
        curtailed: power.energy(overNanoseconds: 900_000_000_000), restarted: restarted, evidence: evidence,
        isShadow: isShadow)
}

/// A day as `2026-07-22`.
func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text: text)) }

/// An instant as RFC 3339.
func instant(_ text: String) throws -> UTCInstant { try #require(UTCInstant(rfc3339: text)) }
