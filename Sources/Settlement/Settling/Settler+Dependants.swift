import CurtailmentEngine
import GridUnits

/// Metered loads before any event, loaded once for all the baselines that rest on them.
struct BaselinePast: Sendable {
    let span: Range<UTCInstant>
    let loads: LoadHistory
    let eventDays: Set<CalendarDate>

    func covers(_ other: Range<UTCInstant>) -> Bool {
        span.lowerBound <= other.lowerBound && other.upperBound <= span.upperBound
    }
}

extension Settler {
    /// How far back the methods of past days look: ``DayBaselineRules/lookBackDays``, the day before the earliest of
    /// them, and the part of a day that the event has begun.
    static let longestLookBackSeconds: Int64 = 62 * 86_400

    /// Remembers an interval whose reading, or whose use as a day without curtailment, is another than it was.
    mutating func noteChange(from before: SettlementPage, to after: SettlementPage) {
        let isMeteredOtherwise = before.basis?.metered != after.basis?.metered
        let isCurtailedOtherwise = (before.basis?.isCurtailed ?? false) != (after.basis?.isCurtailed ?? false)
        guard isMeteredOtherwise || isCurtailedOtherwise, terms?.settlement.looksBack == true else { return }
        changed.insert(after.interval)
    }

    /// Settles again what is settled already and whose baseline rests on an interval that has changed since.
    ///
    /// Called when an interval closes, so that a month of usages that comes line by line is worked through once. Only
    /// intervals within the look-back of the baselines are looked at, and only those with a curtailment.
    mutating func settleDependants(
        in pages: inout some SettlementPages, into rows: inout MadeRows
    ) throws {
        let starts = changed.map(\.start)
        guard let first = starts.min(), let last = starts.max(), let closedBefore else { return }
        defer {
            changed = []
            past = nil
        }
        let end = min(closedBefore, last.advanced(bySeconds: Self.longestLookBackSeconds))
        guard first < end else { return }
        var dependants: [SettlementInterval] = []
        for interval in try pages.curtailedIntervals(in: first..<end) {
            guard let basis = try pages.page(of: interval)?.basis, basis.curtailments.contains(where: rests)
            else { continue }
            dependants.append(interval)
        }
        guard !dependants.isEmpty else { return }
        let span = first.advanced(bySeconds: -Self.longestLookBackSeconds)..<closedBefore
        past = BaselinePast(
            span: span, loads: try history(span, pages), eventDays: try eventDays(in: span, pages))
        for interval in dependants { try settleAgain(interval, in: &pages, into: &rows) }
    }

    /// Whether what is recorded as a curtailment's baseline may come out otherwise now.
    private func rests(_ curtailment: IntervalBasis.Curtailment) -> Bool {
        guard !curtailment.isShadow, let baseline = curtailment.baseline else { return false }
        switch baseline.method {
        case .readings, .fiveMinuteAverage, .maximumBaseLoad: return false
        case .meterBeforeAfter:
            return changed.contains(MeterBeforeAfter.interval(before: curtailment.startedAt))
        case .middleEightOfTen, .matchingDayPair, .regressionCalendar:
            let span = Self.lookBack(curtailment.startedAt)
            return changed.contains { span.contains($0.start) }
        }
    }
}

extension SettlementPolicy {
    /// Whether any method rests on what was metered before an event.
    var looksBack: Bool {
        ([defaultBaseline] + baselines.values).contains { method in
            switch method {
            case .readings, .fiveMinuteAverage, .maximumBaseLoad: false
            case .meterBeforeAfter, .middleEightOfTen, .matchingDayPair, .regressionCalendar: true
            }
        }
    }
}
