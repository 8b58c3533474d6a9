import GridMarket
import CurtailmentEngine
package import GridUnits
package import Settlement

/// Rows of a site that is metered for weeks and then curtails for one quarter of an hour.
///
/// It draws 1 MWh in every interval of 25 days and 0.25 in the interval of the curtailment, Thursday 2026-07-23 from
/// 12:00 in Texas, which alone has a price: 100 $/MWh. Six days later everything is settled.
package struct MeteredDays {
    private let terms: PolicyRecord

    /// The operating day of the curtailment.
    package static let day = CalendarDate(daysSinceEpoch: 20_657)

    /// Days whose curtailment is settled by a method.
    package init(method: BaselineMethod) {
        let settlement = SettlementPolicy(
            defaultBaseline: method, adjustmentWindow: .zero, meter: "main")
        terms = PolicyRecord(
            policy: .example(groups: [("a", 4_000, 25)]), settlement: settlement, load: .given)
    }

    /// The interval of the curtailment.
    package static var curtailed: SettlementInterval {
        SettlementInterval(containing: start(of: day).advanced(bySeconds: 12 * 3_600))
    }

    /// When everything is settled.
    package static var settled: UTCInstant { start(of: day.advanced(byDays: 6)) }

    private static func start(of day: CalendarDate) -> UTCInstant {
        MarketTimeZone.centralPrevailing.startOfDay(day)
    }

    /// The rows up to the settlement of everything.
    package var records: [LedgerRecord] {
        let days = (0...25).map { Self.day.advanced(byDays: $0 - 25) }
        var records = [LedgerRecord.policy(terms, at: Self.start(of: days[0]))]
        for day in days {
            let end = Self.start(of: day.advanced(byDays: 1))
            if day == Self.day { records += curtailment }
            let usage = Self.usage(of: day, megawattHours: 96, at: end)
            records += [.load(SettlementInterval.all(of: day).map(Self.energy), at: end), usage]
        }
        records.append(
            Self.usage(
                of: Self.curtailed, kilowattHours: 250, at: Self.start(of: Self.day.advanced(byDays: 1))))
        return records + [.load([], at: Self.settled)]
    }

    private static func energy(_ interval: SettlementInterval) -> IntervalEnergy {
        let isCurtailed = interval == curtailed
        let drawn = Energy(microwattSeconds: isCurtailed ? 1_000_000_000_000_000 : 3_600_000_000_000_000)
        return IntervalEnergy(
            interval: interval, group: "a", consumed: drawn,
            curtailed: isCurtailed ? Energy(microwattSeconds: 2_600_000_000_000_000) : .zero,
            restarted: .zero, evidence: .simulated, isShadow: false)
    }

    private var curtailment: [LedgerRecord] {
        let interval = Self.curtailed
        var event = CurtailmentEvent(
            id: 1, state: .active, startedAt: interval.start, endedAt: nil, isShadow: false,
            programs: [.price], reason: .priceAboveBreakEven, lowestTarget: .zero, lowestCommanded: .zero,
            lowestConfirmed: .zero, lowestMetered: nil, failedUnits: 0)
        let beginning = LedgerRecord.event(event, at: interval.start)
        event.endedAt = interval.end
        event.state = .completed
        let price = PriceSignal(
            market: .rtm, point: "HB_WEST", pointType: nil, start: interval.start, end: interval.end,
            price: .dollarsPerMegawattHour(100))
        return [
            beginning, .event(event, at: interval.end),
            .fact(StampedSignal(signal: .price(price), source: "test", at: interval.end), at: interval.end),
        ]
    }

    /// The usage of a whole day that the meter's owner reports, spread evenly over its intervals.
    package static func usage(of day: CalendarDate, megawattHours: Int64, at: UTCInstant) -> LedgerRecord {
        usage(
            from: start(of: day), to: start(of: day.advanced(byDays: 1)), .megawattHours(megawattHours),
            at: at)
    }

    /// The usage of one interval that the meter's owner reports.
    package static func usage(
        of interval: SettlementInterval, kilowattHours: Int64, at: UTCInstant
    ) -> LedgerRecord {
        usage(
            from: interval.start, to: interval.end,
            Energy(microwattSeconds: Int128(kilowattHours) * 3_600_000_000_000), at: at)
    }

    private static func usage(
        from start: UTCInstant, to end: UTCInstant, _ energy: Energy, at: UTCInstant
    ) -> LedgerRecord {
        let signal = MeterSignal(
            meter: "main", power: nil, cumulative: nil, usage: .init(start: start, end: end, energy: energy))
        return .fact(StampedSignal(signal: .meter(signal), source: "test", at: at), at: at)
    }
}
