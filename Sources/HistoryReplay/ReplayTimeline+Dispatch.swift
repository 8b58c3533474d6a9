import GridMarket
import CurtailmentEngine
import GridUnits
import Settlement

/// Runs of SCED, which decide, and which settle where no 15-minute price was published.
extension ReplayTimeline {
    /// The whole intervals between the first run and the end of the last; nil where there is none.
    var dispatchedSpan: (from: UTCInstant, to: UTCInstant)? {
        let runs = dispatchPrices
        guard let first = runs.map(\.start).min(), let last = runs.map(\.end).max() else { return nil }
        let floor = SettlementInterval(containing: first)
        let span = (floor.start == first ? first : floor.end, SettlementInterval(containing: last).start)
        return span.0 < span.1 ? span : nil
    }

    /// The settlement price of each interval of a span: the published one, else the one rebuilt from LMPs.
    func settledPrices(in span: (from: UTCInstant, to: UTCInstant)) -> [UTCInstant: EnergyPrice] {
        let runs = dispatchPrices
        guard !runs.isEmpty else { return settlementPrices }
        var facts: [UTCInstant: IntervalFacts] = [:]
        for run in runs {
            guard let reach = IntervalFacts.span(of: .price(run)) else { continue }
            for interval in SettlementInterval.all(in: reach)
            where interval.end > span.from && interval.start < span.to
                && settlementPrices[interval.start] == nil
            {
                facts[interval.start, default: IntervalFacts()].apply(.price(run), in: interval)
            }
        }
        var prices = settlementPrices
        for (start, known) in facts {
            prices[start] = known.rebuiltPrice(in: SettlementInterval(containing: start))
        }
        return prices
    }

    /// Runs before a span whose price still stands as it begins: they settle its first interval, if nothing was
    /// published for that, and decide nothing.
    func standingRuns(at start: UTCInstant) -> [StampedSignal] {
        let interval = SettlementInterval(containing: start)
        guard settlementPrices[interval.start] == nil else { return [] }
        return moments.map(\.signal).filter { stamped in
            guard case .price(let price) = stamped.signal, price.market == .sced, price.start < start,
                let reach = IntervalFacts.span(of: stamped.signal)
            else { return false }
            return reach.upperBound > interval.start
        }
    }

    private var dispatchPrices: [PriceSignal] {
        moments.compactMap { moment in
            guard case .price(let price) = moment.signal.signal, price.market == .sced else { return nil }
            return price
        }
    }
}
