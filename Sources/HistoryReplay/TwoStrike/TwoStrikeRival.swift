import GridMarket
import CurtailmentEngine
import GridUnits
import Settlement
import SiteConfiguration

/// Runs a rule of two strikes over the history of a replay, with the same knowledge, fleet and money.
struct TwoStrikeRival {
    let request: ReplayRequest
    let inputs: ReplayInputs
    let history: SettlementHistory
    /// When which price became known, in order.
    let known: [(at: UTCInstant, price: PriceSignal)]

    /// Follows the rule to its end.
    ///
    /// - Throws: as a replay does.
    func result(_ choice: TwoStrikeRule.Choice, progress: ReplayProgress?) throws -> TwoStrikeResult {
        let rule: TwoStrikeRule
        var pairs: Int?
        switch choice {
        case .strikes(let given): rule = given
        case .bestInHindsight:
            let search = try search()
            let highest = search.moments.map(\.price).max() ?? .zero
            let found = search.best(of: StrikeSearch.levels(upTo: highest))
            (rule, pairs) = (found.rule, found.pairs)
        }
        var request = request
        request.ledgerPath = nil
        var replay = try HistoryReplay(
            request,
            ReplayCourse(inputs: inputs, rival: rule.policy(for: history.policy), progress: progress))
        try replay.play()
        let report = try replay.report()
        return TwoStrikeResult(
            rule: rule, pairsTried: pairs, net: report.claims.net, incremental: report.claims.incremental,
            events: report.events,
            curtailed: report.curtailed)
    }

    private func search() throws -> StrikeSearch {
        let groups = history.policy.groups.filter(\.isCommanded)
        // The rule takes all of them down together, so that a block is shared as it is settled.
        let gains = try history.gains(of: groups)
        var restartCost: Int128 = 0
        for group in groups { restartCost += Int128(try history.restartCost(of: group)) }
        let curve = GainCurve(
            gains: gains, from: history.span.from.secondsSinceEpoch, to: history.span.to.secondsSinceEpoch)
        let simulation = request.configuration.simulation
        let shed = seconds(simulation.shed)
        let wake = seconds(simulation.wake) + rampSeconds(groups)
        let moments = governing().map { moment in
            StrikeSearch.Moment(
                price: moment.price, down: mean(curve, moment.at, over: shed),
                up: mean(curve, moment.at, over: wake))
        }
        return StrikeSearch(
            moments: moments,
            end: curve.sum(to: curve.to).dividedHalfToEven(by: Int128(SettlementInterval.lengthSeconds)),
            restartCost: restartCost)
    }

    /// The mean of the sum of gains over a movement, in microdollars.
    private func mean(_ curve: GainCurve, _ at: Int64, over seconds: Int64) -> Int128 {
        let length = Int128(SettlementInterval.lengthSeconds)
        guard seconds > 0 else { return curve.sum(to: at).dividedHalfToEven(by: length) }
        return curve.twiceArea(from: at, seconds: seconds)
            .dividedHalfToEven(by: 2 * Int128(seconds) * length)
    }

    /// The price that a live decision would go by from each moment on: the newest fresh SCED price, else the 15-minute one.
    private func governing() -> [(at: Int64, price: EnergyPrice)] {
        let freshFor = (history.policy.price ?? PricePolicy()).scedFreshFor.nanoseconds
        var newest: [Market: PriceSignal] = [:]
        var governing: [(at: Int64, price: EnergyPrice)] = []
        for (at, signal) in known {
            if let before = newest[signal.market], signal.start < before.start { continue }
            newest[signal.market] = signal
            let sced = newest[.sced].flatMap { at.nanoseconds(since: $0.start) < freshFor ? $0 : nil }
            guard let price = (sced ?? newest[.rtm] ?? newest[.sced])?.price else { continue }
            governing.append((at.secondsSinceEpoch, price))
        }
        return governing
    }

    private func rampSeconds(_ groups: [GroupPolicy]) -> Int64 {
        let ramp = history.policy.restore.rampPerMinute.microwatts
        guard ramp > 0 else { return 0 }
        let rated = groups.reduce(Int128(0)) { $0 + Int128($1.ratedPower.microwatts) }
        return Int64(clamping: min(rated * 60 / Int128(ramp), 86_400))
    }

    private func seconds(_ span: TimeSpan) -> Int64 { span.nanoseconds / 1_000_000_000 }
}
