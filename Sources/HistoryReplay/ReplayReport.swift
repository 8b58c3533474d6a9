package import SiteRecord
import CurtailmentEngine
package import GridUnits
package import Settlement

/// The findings of a replay, ready to print.
package struct ReplayReport: Sendable, CanonicallyWritten {
    package let foresight: ReplayRequest.Foresight
    package let from: UTCInstant
    package let to: UTCInstant
    /// Priced intervals.
    package let intervals: Int
    package let missing: Int
    package let events: Int
    package let baseline: Energy
    package let consumed: Energy
    package let curtailed: Energy
    package let claims: ClaimTotals
    /// The most that curtailing could have earned, to be held against `claims.incremental`; nil where it is not known.
    package internal(set) var perfectForesight: Money?
    /// Why it is not known.
    package internal(set) var perfectForesightReason: String?
    /// The rule of two strikes over the same history, where it was asked for.
    package internal(set) var twoStrike: TwoStrikeResult?
    package let configurationDigest: String
    package let inputsDigest: String
    package let decisionsDigest: String
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
