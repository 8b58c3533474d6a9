import GridMarket
import CurtailmentEngine
import GridUnits

extension Settler {
    /// Remembers what only the beginning of a curtailment can say: the telemetry of the minutes before it.
    mutating func findBaseline(of event: CurtailmentEvent) {
        guard let settlement = terms?.settlement, let program = event.programs.first,
            settlement.baseline(of: program) == .fiveMinuteAverage
        else { return }
        let result = FiveMinuteAverage().baseline(before: event.startedAt, samples: meter.telemetry)
        curtailments.setBaseline(result, ofEvent: event.id)
    }

    /// A page whose curtailments have the baselines of their programs, with what the meter is known to have counted.
    func withBaselines(
        _ page: SettlementPage, _ facts: IntervalFacts, _ settlement: SettlementPolicy,
        in pages: some SettlementPages
    ) throws -> SettlementPage {
        guard !page.curtailments.isEmpty else { return page }
        var page = page
        for index in page.curtailments.indices where !page.curtailments[index].isShadow {
            let curtailment = page.curtailments[index]
            let method = settlement.baseline(of: curtailment.program)
            // What telemetry said before the event is not there any more, and stays as it was recorded.
            guard method != .fiveMinuteAverage else { continue }
            page.curtailments[index].baseline =
                method == .maximumBaseLoad
                ? judgement(of: page, facts, from: curtailment.startedAt, settlement)
                : try baseline(method, from: curtailment.startedAt, in: page.interval, settlement, pages)
        }
        return page
    }

    private func baseline(
        _ method: BaselineMethod, from start: UTCInstant, in interval: SettlementInterval,
        _ settlement: SettlementPolicy, _ pages: some SettlementPages
    ) throws -> BaselineResult? {
        let event = BaselineEvent(start: start, intervals: [interval])
        switch method {
        case .readings, .fiveMinuteAverage, .maximumBaseLoad: return nil
        case .meterBeforeAfter:
            let last = SettlementInterval(containing: start).start.advanced(bySeconds: -1)
            return MeterBeforeAfter.baseline(before: start, history: try history(last..<start, pages))
        case .middleEightOfTen:
            let rules = try rules(before: start, settlement, pages)
            let history = try history(Self.lookBack(start), pages)
            return try? MiddleEightOfTen(rules: rules).baseline(of: event, history: history)
        case .regressionCalendar:
            let rules = try rules(before: start, settlement, pages)
            let history = try history(Self.lookBack(start), pages)
            return try? RegressionCalendar(rules: rules).baseline(of: event, history: history)
        case .matchingDayPair:
            let rules = try rules(before: start, settlement, pages)
            let history = try history(Self.lookBack(start), pages)
            return try? MatchingDayPair(rules: rules).baseline(of: event, history: history)
        }
    }

    /// Whether the load stayed at or below the declared maximum, in an interval that lies in the event as a whole.
    private func judgement(
        of page: SettlementPage, _ facts: IntervalFacts, from start: UTCInstant,
        _ settlement: SettlementPolicy
    ) -> BaselineResult {
        let loads = page.metered(facts).map { [IntervalLoad(interval: page.interval, energy: $0)] } ?? []
        return MaximumBaseLoad(declared: settlement.maximumBaseLoad).judge(
            page.interval.start >= start ? [page.interval] : [], history: LoadHistory(loads))
    }

    private func rules(
        before start: UTCInstant, _ settlement: SettlementPolicy, _ pages: some SettlementPages
    ) throws -> DayBaselineRules {
        DayBaselineRules(
            holidays: settlement.holidays, eventDays: try eventDays(in: Self.lookBack(start), pages),
            adjustmentWindow: settlement.adjustmentWindow)
    }

    /// The days that a baseline looks at, up to the event.
    static func lookBack(_ start: UTCInstant) -> Range<UTCInstant> {
        start.advanced(bySeconds: -longestLookBackSeconds)..<start
    }

    /// The operating days with a curtailment in a span, or in a longer one: baselines ask for days before their event.
    func eventDays(
        in span: Range<UTCInstant>, _ pages: some SettlementPages
    ) throws -> Set<CalendarDate> {
        if let past, past.covers(span) { return past.eventDays }
        let zone = MarketTimeZone.centralPrevailing
        return Set(try pages.curtailedIntervals(in: span).map { zone.operatingDay(of: $0.start) })
    }

    /// Metered loads in a span, or in a longer one, also of intervals that wait for their price.
    func history(_ span: Range<UTCInstant>, _ pages: some SettlementPages) throws -> LoadHistory {
        if let past, past.covers(span) { return past.loads }
        let waiting = pending.compactMap { page in
            page.metered.map { IntervalLoad(interval: page.interval, energy: $0) }
        }
        return LoadHistory(try pages.meteredLoads(in: span) + waiting)
    }
}
