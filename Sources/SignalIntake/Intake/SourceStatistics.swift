package import SitePorts
package import GridMarket
import CurtailmentEngine
package import GridUnits

/// The figures of one source that `curtailctl signals` shows.
package struct SourceStatistics: Hashable, Sendable {
    /// One reason for rejection and how often it occurred.
    package struct Rejections: Hashable, Sendable {
        package let reason: RejectionReason
        package let count: Int
    }

    package let source: String
    package let condition: SourceCondition
    package let rank: Int
    /// The kind that was accepted last.
    package let kind: SignalKind?
    /// The last accepted value with its unit.
    package let lastValue: String?
    /// The sender's time of that value.
    package let lastAt: UTCInstant?
    /// Since a signal was accepted, by the monotonic clock.
    package let age: TimeSpan?
    package let staleAfter: TimeSpan?
    package let quality: SignalQuality
    package let accepted: Int
    package let rejected: Int
    package let otherPoint: Int
    package let flagged: Int
    package let refusedConnections: Int
    package let rejections: [Rejections]
    /// Why a line was last rejected, and its first 200 bytes made printable.
    package let lastReason: String?
    package let lastBadLine: String?
    /// Why the transport does not work.
    package let failure: String?
}

extension SourceIntake {
    package func statistics(now: MonotonicInstant) -> SourceStatistics {
        SourceStatistics(
            source: settings.name, condition: condition, rank: settings.rank, kind: last?.signal.kind,
            lastValue: last.map { $0.signal.content.text }, lastAt: last?.at,
            age: lastAccepted.map { now.since($0) }, staleAfter: settings.staleAfter,
            quality: last.map { $0.signal.content.quality } ?? .none, accepted: counts.accepted,
            rejected: counts.rejected,
            otherPoint: counts.otherPoint, flagged: counts.flagged,
            refusedConnections: counts.refusedConnections,
            rejections: counts.reasons.map {
                SourceStatistics.Rejections(reason: $0.reason, count: $0.count)
            },
            lastReason: lastRejection.map { "\($0.rejection)" },
            lastBadLine: lastRejection.map { LineText.shown($0.line) }, failure: failure)
    }

    /// The answer to `{"kind":"ack"}`: one line of JSON with the counts so far.
    func acknowledgement() -> String {
        let reasons = counts.reasons.map { "\"\($0.reason.rawValue)\":\($0.count)" }.joined(separator: ",")
        return "{\"kind\":\"ack\",\"accepted\":\(counts.accepted),\"rejected\":\(counts.rejected),"
            + "\"other_point\":\(counts.otherPoint),\"reasons\":{\(reasons)}}\n"
    }
}
