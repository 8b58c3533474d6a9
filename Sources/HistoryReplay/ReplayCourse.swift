import CurtailmentEngine
import SignalIntake
import GridUnits

/// Hears how far something has come: pieces done, of how many.
///
/// Called often and from any thread, so it has to be quick.
package typealias ReplayProgress = @Sendable (_ done: Int, _ total: Int) -> Void

/// The material that a replay may be given beside its request.
struct ReplayCourse {
    /// The content of the files, when several replays share it.
    var inputs: ReplayInputs?
    /// Decides instead of the site's own policy; the fleet and the money stay the site's own.
    var rival: SitePolicy?
    /// Hears of each interval that has passed.
    var progress: ReplayProgress?
}

/// The content of a request's files, read and decoded once for many replays of one span.
struct ReplayInputs: Sendable {
    private let timelines: [SettlementPoint: ReplayTimeline]
    private let frequencies: [UnderfrequencyPolicy: FrequencyHistory]
    /// First and last time of the frequency, read only where nothing else gives the span.
    let frequencySpan: (from: UTCInstant, to: UTCInstant)?
    /// The earnings of rules of two strikes over these files.
    let rivals = TwoStrikeCache()

    /// Reads the files of a request for every policy that will be replayed.
    ///
    /// - Parameters:
    ///   - request: its configuration does not matter here.
    ///   - policies: prices are read once for each settlement point of these, frequency once for all.
    /// - Throws: ``ReplayFailure``, `SignalFileFailure`.
    init(_ request: ReplayRequest, policies: some Sequence<SitePolicy>) throws {
        var timelines: [SettlementPoint: ReplayTimeline] = [:]
        var limits: Set<UnderfrequencyPolicy> = []
        for policy in policies {
            if let limit = policy.underfrequency { limits.insert(limit) }
            guard timelines[policy.settlementPoint] == nil else { continue }
            timelines[policy.settlementPoint] = try ReplayTimeline(request, at: policy.settlementPoint)
        }
        let isSpanKnown =
            (request.from != nil && request.to != nil)
            || timelines.values.allSatisfy { $0.pricedSpan != nil }
        let history = try FrequencyHistory.read(
            files: request.frequencyFiles, limits: limits, span: !isSpanKnown)
        self.timelines = timelines
        frequencies = history.byLimits
        frequencySpan = history.span
    }

    func timeline(for policy: SitePolicy) -> ReplayTimeline? { timelines[policy.settlementPoint] }

    func frequency(for policy: SitePolicy) -> FrequencyHistory {
        policy.underfrequency.flatMap { frequencies[$0] } ?? FrequencyHistory()
    }
}
