import CurtailmentEngine
import GridUnits

/// The curtailments that stand or stood in intervals which are not closed yet.
struct CurtailmentBook: Hashable, Sendable {
    /// One curtailment event, with what would have been drawn where only its beginning can say it.
    struct Standing: Hashable, Sendable {
        var event: CurtailmentEvent
        var baseline: BaselineResult?

        /// Nil where no program began it.
        var curtailment: IntervalBasis.Curtailment? {
            guard let program = event.programs.first else { return nil }
            return IntervalBasis.Curtailment(
                event: event.id, program: program, isShadow: event.isShadow, startedAt: event.startedAt,
                baseline: baseline)
        }
    }

    /// In the order of their beginnings.
    var standing: [Standing] = []

    /// Events kept at once; an engine has one at a time, and intervals close every 15 minutes.
    static let limit = 256

    /// Remembers an event as it stands now.
    ///
    /// - Returns: whether it is new, so that its baseline is to be found.
    mutating func apply(_ event: CurtailmentEvent) -> Bool {
        if let index = standing.lastIndex(where: { $0.event.id == event.id }) {
            standing[index].event = event
            return false
        }
        standing.append(Standing(event: event, baseline: nil))
        if standing.count > Self.limit { standing.removeFirst() }
        return true
    }

    mutating func setBaseline(_ baseline: BaselineResult?, ofEvent id: Int64) {
        guard let index = standing.lastIndex(where: { $0.event.id == id }) else { return }
        standing[index].baseline = baseline
    }

    /// The curtailments of one interval, in the order of their beginnings.
    func curtailments(in interval: SettlementInterval) -> [IntervalBasis.Curtailment] {
        standing.filter { stood in
            stood.event.startedAt < interval.end && (stood.event.endedAt ?? interval.end) > interval.start
        }.compactMap(\.curtailment)
    }

    /// The curtailments that ended with an interval's first instant: what wakes then restarts because of them.
    func ended(withStartOf interval: SettlementInterval) -> [IntervalBasis.Curtailment] {
        standing.filter { $0.event.endedAt == interval.start && $0.event.startedAt < interval.start }
            .compactMap(\.curtailment)
    }

    /// Forgets what ended before an instant.
    mutating func forget(before instant: UTCInstant) {
        standing.removeAll { ($0.event.endedAt ?? instant) < instant }
    }
}
