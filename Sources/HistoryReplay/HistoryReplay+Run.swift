import GridMarket
import CurtailmentEngine
import GridUnits
import Settlement
import SiteConfiguration

extension HistoryReplay {
    /// Replays the request from its first moment to its last, with what it is compared with.
    ///
    /// - Parameters:
    ///   - request: what to replay and how.
    ///   - progress: hears of each interval that has passed; nil costs nothing.
    /// - Returns: what it found.
    /// - Throws: ``ReplayFailure``, `SignalFileFailure`, or what the ledger throws.
    package static func run(
        _ request: ReplayRequest, progress: ReplayProgress? = nil
    ) throws -> ReplayReport {
        try run(request, inputs: nil, progress: progress)
    }

    /// The same over files that were read before.
    static func run(
        _ request: ReplayRequest, inputs: ReplayInputs?, progress: ReplayProgress?
    ) throws -> ReplayReport {
        try request.requireNewLedger()
        let policy = request.configuration.policy
        // The rival goes over the same files: they are read once for both.
        let shared =
            try request.twoStrike == nil ? inputs : inputs ?? ReplayInputs(request, policies: [policy])
        let parts = request.twoStrike == nil ? 1 : 2
        var replay = try HistoryReplay(
            request, ReplayCourse(inputs: shared, progress: progress.map { part($0, 0, of: parts) }))
        try replay.play()
        var report = try replay.report()
        let settlement = request.configuration.settlement
        let history = SettlementHistory(
            policy: policy, settlement: settlement, prices: replay.timeline.settledPrices(in: replay.span),
            hashprices: replay.timeline.hashprices.filter {
                $0.at >= replay.span.from && $0.at < replay.span.to
            }, span: replay.span,
            isMetered: replay.timeline.hasUsage
                && (settlement.defaultBaseline != .readings || !settlement.baselines.isEmpty))
        report.add(
            PerfectForesight(history, simulation: request.configuration.simulation).outcome)
        guard let choice = request.twoStrike, let shared else { return report }
        let rival = TwoStrikeRival(
            request: request, inputs: shared, history: history, known: replay.knownPrices)
        report.twoStrike = try shared.rivals.result(of: rival) {
            try rival.result(choice, progress: progress.map { part($0, 1, of: parts) })
        }
        return report
    }

    /// Progress of one of several runs that count as one.
    private static func part(_ progress: @escaping ReplayProgress, _ part: Int, of parts: Int)
        -> ReplayProgress
    {
        { done, total in progress(part * total + done, parts * total) }
    }

    /// When which price becomes known within the span.
    private var knownPrices: [(at: UTCInstant, price: PriceSignal)] {
        timeline.moments.compactMap { moment in
            guard isSeen(moment), case .price(let price) = moment.signal.signal else { return nil }
            return (moment.at, price)
        }
    }

    /// Intervals of the span that begin before an instant.
    func intervals(before instant: UTCInstant) -> Int {
        let length = SettlementInterval.lengthSeconds * 1_000_000_000
        return Int(max(0, instant.nanoseconds(since: span.from) + length - 1) / length)
    }
}
