import CurtailmentEngine
import GridMarket
import GridUnits

extension SettlementPolicy {
    /// From when on what was settled under an earlier policy may settle otherwise under this one.
    ///
    /// Only what is dated reaches into the past: capacity periods, peaks and holidays. Methods and
    /// uncertainties hold from the day on which they are configured.
    ///
    /// - Returns: nil where nothing dated is another.
    func firstChange(from before: SettlementPolicy) -> UTCInstant? {
        guard self != before else { return nil }
        var days: [CalendarDate] = []
        days += Self.changed(emergencyResponse, before.emergencyResponse).map(\.firstDay)
        days += Self.changed(coincidentPeak, before.coincidentPeak).map(\.firstDay)
        days += Self.changed(holidays, before.holidays)
        return days.min().map { MarketTimeZone.centralPrevailing.startOfDay($0) }
    }

    /// What is dated in this policy, found by the methods of the policy that an interval closed under.
    func withMethods(of earlier: SettlementPolicy) -> SettlementPolicy {
        SettlementPolicy(
            emergencyResponse: emergencyResponse, coincidentPeak: coincidentPeak,
            holidays: holidays, baselines: earlier.baselines, defaultBaseline: earlier.defaultBaseline,
            maximumBaseLoad: earlier.maximumBaseLoad, adjustmentWindow: earlier.adjustmentWindow,
            readingUncertainty: earlier.readingUncertainty, rebuildAfter: earlier.rebuildAfter,
            meter: earlier.meter)
    }

    /// The entries of one list that the other lacks.
    private static func changed<Element: Hashable>(_ left: [Element], _ right: [Element]) -> [Element] {
        Array(Set(left).symmetricDifference(Set(right)))
    }
}

extension PolicyRecord {
    /// The instant from which on settled intervals may settle otherwise than under an earlier record; nil where none may.
    func firstChange(from before: PolicyRecord) -> UTCInstant? {
        let (old, new) = (before.policy.economics, policy.economics)
        let always = UTCInstant(nanosecondsSinceEpoch: .min)
        let contracts = Set(old.contracts).symmetricDifference(new.contracts).map(\.from)
        let changes = [settlement.firstChange(from: before.settlement)] + contracts
        return (changes + [old.base == new.base ? nil : always]).compactMap(\.self).min()
    }
}
