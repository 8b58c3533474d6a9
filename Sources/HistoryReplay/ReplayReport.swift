import CurtailmentEngine
package import GridUnits
package import Settlement
package import SiteRecord

/// The findings of a replay, ready to print.
package struct ReplayReport: Sendable, CanonicallyWritten {
    /// How much of the future the run knew.
    package let foresight: ReplayRequest.Foresight
    /// The begin of the replayed span.
    package let from: UTCInstant
    /// The end of the replayed span, exclusive.
    package let to: UTCInstant
    /// Priced intervals.
    package let intervals: Int
    /// Intervals of the span that nobody priced; they take part in no sum.
    package let missing: Int
    /// Priced intervals in which the site's meter was not believed; their units were read instead.
    package let doubted: Int
    /// How many curtailments there were.
    package let events: Int
    /// Energy that would have been drawn without them.
    package let baseline: Energy
    /// Energy drawn.
    package let consumed: Energy
    /// Energy not drawn.
    package let curtailed: Energy
    /// The money by kinds of claim.
    package let claims: ClaimTotals
    /// The most that curtailing could have earned, to be held against `claims.incremental`; nil where it is not known.
    package internal(set) var perfectForesight: Money?
    /// Why it is not known.
    package internal(set) var perfectForesightReason: String?
    /// The rule of two strikes over the same history, where it was asked for.
    package internal(set) var twoStrike: TwoStrikeResult?
    /// SHA-256 of the configuration's text, 64 hexadecimal digits.
    package let configurationDigest: String
    /// SHA-256 of all inputs in their canonical form.
    package let inputsDigest: String
    /// SHA-256 of all decisions in their canonical form.
    package let decisionsDigest: String
    /// How many lines of the files were rejected.
    package let rejected: Int
    /// The first few rejected lines, in words.
    package let rejections: [String]

    init(
        request: ReplayRequest, span: (from: UTCInstant, to: UTCInstant), totals: SettledTotals,
        missing: Int,
        events: Int, configurationDigest: String, inputsDigest: String, decisionsDigest: String,
        rejected: Int, rejections: [String]
    ) {
        foresight = request.foresight
        (from, to) = span
        intervals = totals.intervals
        self.missing = missing
        doubted = totals.doubted
        self.events = events
        baseline = totals.baseline
        consumed = totals.consumed
        curtailed = totals.curtailed
        claims = totals.claims
        self.configurationDigest = configurationDigest
        self.inputsDigest = inputsDigest
        self.decisionsDigest = decisionsDigest
        self.rejected = rejected
        self.rejections = rejections
    }

    /// The document `curtaild.replay/1`.
    package var json: String { String(decoding: canonicalBytes, as: UTF8.self) }

    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("schema", "curtaild.replay/1")
            writer.member("engine", CurtailmentEngine.version)
            writer.member("configuration_sha256", configurationDigest)
            writer.member("inputs_sha256", inputsDigest)
            writer.member("decisions_sha256", decisionsDigest)
            writer.member("from", from.seconds)
            writer.member("to", to.seconds)
            writer.member("foresight", foresight.rawValue)
            writer.member("intervals", intervals)
            writer.member("intervals_missing", missing)
            writer.member("intervals_meter_doubted", doubted)
            writer.member("lines_rejected", rejected)
            writer.member("events", events)
            writer.member("baseline_mwh", baseline.megawattHours(places: 6))
            writer.member("consumed_mwh", consumed.megawattHours(places: 6))
            writer.member("curtailed_mwh", curtailed.megawattHours(places: 6))
            writer.member("energy_avoided_usd", claims.energyAvoided.decimalSixPlaces)
            writer.member("lost_hash_usd", claims.lostHash.decimalSixPlaces)
            writer.member("claims") { writer in
                writer.object { writer in
                    for kind in Claim.Kind.allCases where claims.amount(of: kind) != .zero {
                        writer.member(kind.rawValue, claims.amount(of: kind).decimalSixPlaces)
                    }
                }
            }
            writer.member("net_usd", claims.net.decimalSixPlaces)
            writer.member("incremental_usd", claims.incremental.decimalSixPlaces)
            writer.member("perfect_foresight_net_usd") { writer in
                if let perfectForesight {
                    writer.string(perfectForesight.decimalSixPlaces)
                } else {
                    writer.null()
                }
            }
            writer.member(ifPresent: "perfect_foresight_reason", perfectForesightReason)
            writer.member(ifPresent: "two_strike", twoStrike)
        }
    }
}

extension ReplayReport {
    mutating func add(_ outcome: PerfectForesight.Outcome) {
        switch outcome {
        case .known(let net): perfectForesight = net
        case .unknown(let reason): perfectForesightReason = reason
        }
    }

    /// The earnings of curtailing in tenths of a percent of perfect foresight, rounded half to even; nil where that is
    /// unknown or nothing.
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
