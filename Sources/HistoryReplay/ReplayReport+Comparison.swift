package import SiteRecord
import GridUnits
import Settlement

extension ReplayReport {
    mutating func take(_ outcome: PerfectForesight.Outcome) {
        switch outcome {
        case .known(let net): perfectForesight = net
        case .unknown(let reason): perfectForesightReason = reason
        }
    }

    /// What curtailing earned in tenths of a percent of perfect foresight, rounded half to even; nil where that is unknown or nothing.
    package var shareOfForesightPerMille: Int64? {
        guard let perfectForesight, perfectForesight > .zero else { return nil }
        let share = (Int128(claims.incremental.microdollars) * 1_000)
            .dividedHalfToEven(by: Int128(perfectForesight.microdollars))
        return Int64(clamping: share)
    }
}

extension TwoStrikeResult: CanonicallyWritten {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("high", rule.high.decimal)
            writer.member("low", rule.low.decimal)
            writer.member("net_usd", net.decimalSixPlaces)
            writer.member("incremental_usd", incremental.decimalSixPlaces)
            writer.member("events", events)
            writer.member("curtailed_mwh", curtailed.megawattHours(places: 6))
            writer.member("in_hindsight", pairsTried != nil)
            writer.member(ifPresent: "pairs_tried", pairsTried)
        }
    }
}
