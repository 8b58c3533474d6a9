import GridMarket
import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement

/// The chart of an operating day with curtailments.
struct DayFacts {
    /// A value from an instant on.
    struct Point<Value: Hashable & Sendable>: Hashable, Sendable {
        let at: UTCInstant
        let value: Value
    }

    let day: CalendarDate
    let events: [EventFacts]
    let intervals: [LedgerInterval]
    /// The delivered price of a further megawatt-hour, by the contract of the day as the ledger knows it now.
    let deliveredPrices: [Point<EnergyPrice>]
    /// Break-evens as lost hash was settled, by group, from each change on.
    let breakEvens: [(group: String, points: [Point<EnergyPrice>])]
    /// The decision in force as the day began, then those of the day.
    let steps: [LedgerStep]
    /// The load that the site was asked for: by each decision, and while a return that it stated went on by itself.
    let commanded: [Point<Power>]
    /// The site's load as units were read, between decisions too.
    let confirmed: [Point<Power>]
    /// The readings of the site's meter; other meters are not drawn.
    let metered: [Point<Power>]
    /// The end of the day, or of what is recorded of it.
    let until: UTCInstant

    var start: UTCInstant { MarketTimeZone.centralPrevailing.startOfDay(day) }

    var end: UTCInstant { MarketTimeZone.centralPrevailing.startOfDay(day.advanced(byDays: 1)) }

    /// The days that the events touch, as far as anything is recorded: an event that goes on has no days to come.
    static func all(
        _ reader: LedgerReader, month: StatementMonth, events: [EventFacts], intervals: [LedgerInterval],
        policies: [LedgerPolicy], economics: EconomicsPolicy?, extent: ClosedRange<UTCInstant>?
    ) throws -> [DayFacts] {
        guard let recordedUntil = extent?.upperBound else { return [] }
        let rates = try reader.breakEvens(from: month.first, through: month.last)
        let byDay = Dictionary(grouping: intervals) { $0.interval.key().operatingDay }
        return try month.days.compactMap { day in
            let zone = MarketTimeZone.centralPrevailing
            let (start, end) = (zone.startOfDay(day), zone.startOfDay(day.advanced(byDays: 1)))
            let touching = events.filter {
                $0.event.startedAt < end && ($0.event.endedAt.map { $0 > start } ?? true)
            }
            guard !touching.isEmpty, start < recordedUntil else { return nil }
            return try DayFacts(
                reader, day: day, events: touching, intervals: byDay[day] ?? [], rates: rates,
                policies: policies, economics: economics, until: min(end, recordedUntil))
        }
    }

    private init(
        _ reader: LedgerReader, day: CalendarDate, events: [EventFacts], intervals: [LedgerInterval],
        rates: [LedgerRate], policies: [LedgerPolicy], economics: EconomicsPolicy?,
        until: UTCInstant
    ) throws {
        let zone = MarketTimeZone.centralPrevailing
        let (start, end) = (zone.startOfDay(day), zone.startOfDay(day.advanced(byDays: 1)))
        self.day = day
        self.events = events
        self.until = until
        self.intervals = intervals
        deliveredPrices = intervals.compactMap { interval in
            guard let settled = interval.price else { return nil }
            let contract = economics?.contract(at: interval.interval.start)
            return Point(
                at: interval.interval.start, value: contract?.shownDeliveredPrice(at: settled) ?? settled)
        }
        breakEvens = Self.breakEvens(rates, from: start, until: end)
        steps = try reader.steps(from: start, until: end)
        commanded = try Self.commanded(reader, steps: steps, policies: policies, from: start, until: until)
        var confirmed: [Point<Power>] = []
        var metered: [Point<Power>] = []
        try reader.inputs(of: [.fleet, .meter], from: start, until: end) { input in
            if let load = policies.confirmedLoad(input) { confirmed.append(Point(at: input.at, value: load)) }
            if let load = policies.meteredLoad(input) { metered.append(Point(at: input.at, value: load)) }
        }
        self.confirmed = confirmed
        self.metered = metered
    }

    /// Decisions leave the load where it stands; a ramped return then lets it rise unit by unit, until the next one.
    private static func commanded(
        _ reader: LedgerReader, steps: [LedgerStep], policies: [LedgerPolicy], from start: UTCInstant,
        until end: UTCInstant
    ) throws -> [Point<Power>] {
        guard policies.contains(where: { $0.record.policy.restore.rampPerMinute > .zero }) else {
            return steps.map { Point(at: $0.at, value: $0.commanded) }
        }
        let before = try reader.decision(inForceAt: start.advanced(byNanoseconds: -1)).map { [$0] } ?? []
        let decisions = try (before + reader.decisions(from: start, until: end, limit: decisionLimit)).map(
            \.decision)
        var points: [Point<Power>] = []
        for (index, decision) in decisions.enumerated() {
            points.append(Point(at: decision.at, value: decision.commanded))
            guard let pace = decision.pace, let policy = policies.policy(at: decision.at) else { continue }
            let next = index + 1 < decisions.count ? decisions[index + 1].at : end
            points += returning(decision, by: pace, until: next, rated: policy.ratedPower)
        }
        return points
    }

    /// Decisions of a day whose returns are drawn.
    private static let decisionLimit = 5_000

    private static func returning(
        _ decision: Decision, by pace: ReturnPace, until end: UTCInstant, rated: [Power]
    ) -> [Point<Power>] {
        let stated = MonotonicInstant(nanoseconds: decision.at.nanosecondsSinceEpoch)
        let limit = MonotonicInstant(nanoseconds: end.nanosecondsSinceEpoch - 1)
        guard decision.wakes.allSatisfy(rated.indices.contains) else { return [] }
        var ramp = RestoreRamp(queue: decision.wakes, pace: pace, statedAt: stated)
        var points: [Point<Power>] = []
        var load = decision.commanded
        while let step = ramp.wake(through: limit, ratedPower: rated) {
            // What was due at the decision's own instant is in its load already.
            guard step.at > stated else { continue }
            load += step.units.reduce(.zero) { $0 + rated[$1] }
            points.append(Point(at: UTCInstant(nanosecondsSinceEpoch: step.at.nanoseconds), value: load))
        }
        return points
    }

    /// The rate in force as a span begins and its changes in it; before the first curtailment the first rate counts.
    private static func breakEvens(
        _ rates: [LedgerRate], from start: UTCInstant, until end: UTCInstant
    ) -> [(group: String, points: [Point<EnergyPrice>])] {
        let byGroup = Dictionary(grouping: rates, by: \.group)
        return byGroup.keys.sorted().compactMap { group in
            guard let rates = byGroup[group],
                let first = rates.last(where: { $0.interval.start <= start })
                    ?? rates.first(where: { $0.interval.start < end })
            else { return nil }
            var points = [Point(at: start, value: first.breakEven)]
            for rate in rates where rate.interval.start > start && rate.interval.start < end {
                if rate.breakEven != points.last?.value {
                    points.append(Point(at: rate.interval.start, value: rate.breakEven))
                }
            }
            return (group, points)
        }
    }
}

extension SitePolicy {
    /// Of every unit, numbered through all groups.
    fileprivate var ratedPower: [Power] { groups.flatMap { $0.units.map(\.ratedPower) } }
}

extension ContractTerms {
    /// The settlement price as the contract delivers it, rounded to the microdollar for show.
    fileprivate func shownDeliveredPrice(at price: EnergyPrice) -> EnergyPrice? {
        (try? deliveredPrice(at: price)).map { EnergyPrice(stored: Int64(clamping: $0.roundedHalfToEven)) }
    }
}
