package import SitePorts
package import GridMarket
import CurtailmentEngine
package import GridUnits

/// The figures of one source that `curtailctl signals` shows.
package struct SourceStatistics: Hashable, Sendable {
    /// One reason for rejection and how often it occurred.
    package struct Rejections: Hashable, Sendable {
        /// The reason of the rejections.
        package let reason: RejectionReason
        /// How many lines were rejected for it.
        package let count: Int
    }

    /// The source by its name.
    package let source: String
    /// Where it stands.
    package let condition: SourceCondition
    /// Its place among sources that say the same; the lowest counts.
    package let rank: Int
    /// The kind that was accepted last.
    package let kind: SignalKind?
    /// The last accepted value with its unit.
    package let lastValue: String?
    /// The sender's time of that value.
    package let lastAt: UTCInstant?
    /// Since a signal was accepted, by the monotonic clock.
    package let age: TimeSpan?
    /// The age at which it is stale; nil where it never is.
    package let staleAfter: TimeSpan?
    /// How far the last accepted value can be trusted; `none` before the first.
    package let quality: SignalQuality
    /// Signals accepted since the start.
    package let accepted: Int
    /// Lines rejected since the start.
    package let rejected: Int
    /// Prices of other settlement points since the start.
    package let otherPoint: Int
    /// Prices above the usual cap since the start, which were accepted.
    package let flagged: Int
    /// Connections refused because too many were open.
    package let refusedConnections: Int
    /// The rejections by reason.
    package let rejections: [Rejections]
    /// Why a line was last rejected; nil where none was.
    package let lastReason: String?
    /// The first 200 bytes of that line, made printable; nil where none was rejected.
    package let lastBadLine: String?
    /// Why the transport does not work.
    package let failure: String?
}

extension SourceIntake {
    /// The counts and the condition at an instant.
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
