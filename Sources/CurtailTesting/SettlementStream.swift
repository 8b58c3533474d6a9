import GridMarket
import CurtailmentEngine
package import GridUnits
package import Settlement

/// Rows of a ledger that settlement has to cope with, at random: prices early, late and corrected, awards that shrink,
/// meters that stop, clocks that step, restarts, reloads and shadow mode.
package struct SettlementStream {
    private var random: SeededGenerator
    private var now: UTCInstant
    private var meterRegister: Int64 = 1_000_000_000
    private var event: CurtailmentEvent?
    private var nextEvent: Int64 = 1
    private var nextDecision: Int64 = 1
    private var asleep: Set<Int> = []
    private var policy: SitePolicy

    /// 2026-07-22T12:00:00Z.
    package static let start = UTCInstant(secondsSinceEpoch: 1_784_721_600)

    /// A stream that follows from a seed.
    package init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        now = Self.start
        policy = .example(groups: [("old", 3, 30), ("new", 2, 15)], mode: seed % 3 == 0 ? .shadow : .armed)
    }

    /// The policy and the start of a run, then so many rows.
    package mutating func records(_ count: Int) -> [LedgerRecord] {
        var records = [terms(), start()]
        while records.count < count { records += next() }
        return records
    }

    private mutating func next() -> [LedgerRecord] {
        now = now.advanced(bySeconds: .random(in: 1...700, using: &random))
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<25: return [input(.fleet(report()))]
        case 25..<55: return [signal(price())]
        case 55..<62: return [signal(capacityPrice())]
        case 62..<68: return [signal(award())]
        case 68..<84: return [signal(meter())]
        case 84..<86:
            return [
                signal(
                    .hashprice(
                        HashpriceSignal(
                            dollarsPerPetahashDay: .dollars(Int64.random(in: 20...90, using: &random)))))
            ]
        case 86..<95: return decide()
        case 95..<97: return step()
        case 97: return [terms()]
        case 98: return [terms(), start()]
        default: return [input(.timer)]
        }
    }

    private mutating func input(_ event: EngineEvent) -> LedgerRecord {
        .input(
            EngineInput(
                at: now, monotonic: MonotonicInstant(nanoseconds: now.nanosecondsSinceEpoch), event: event))
    }

    private mutating func signal(_ signal: GridSignal) -> LedgerRecord {
        input(.signal(StampedSignal(signal: signal, source: "test", at: now)))
    }

    private mutating func start() -> LedgerRecord {
        asleep = []
        return input(.started(Recovery(memory: .blank, asleep: [])))
    }

    private mutating func terms() -> LedgerRecord {
        let block = BlockContract(
            quantity: .watts(8_000), price: .dollarsPerMegawattHour(30),
            hasResale: Bool.random(using: &random))
        policy.economics.contracts = [
            DatedContract(
                from: MarketTimeZone.centralPrevailing.startOfDay(CalendarDate(daysSinceEpoch: 20_656)),
                ContractTerms(
                    qseShare: .percent(Int128.random(in: 80...100, using: &random)),
                    block: Bool.random(using: &random) ? block : nil))
        ]
        let methods: [BaselineMethod] = [.readings, .meterBeforeAfter, .fiveMinuteAverage]
        let settlement = SettlementPolicy(
            defaultBaseline: methods[Int.random(in: 0..<3, using: &random)],
            meter: "main")
        return .policy(PolicyRecord(policy: policy, settlement: settlement), at: now)
    }

    private mutating func report() -> FleetReport {
        FleetReport(
            groups: policy.groups.map { group in
                let curtailed = Power.watts(.random(in: 0...7_000, using: &random))
                return FleetReport.GroupLoad(
                    confirmed: max(group.ratedPower - curtailed, .zero), curtailed: curtailed)
            }, changes: [])
    }

    /// An interval of the last hours, or one to come.
    private mutating func interval() -> SettlementInterval {
        SettlementInterval(containing: now.advanced(bySeconds: .random(in: -20_000...1_800, using: &random)))
    }

    private mutating func price() -> GridSignal {
        let interval = interval()
        let amount = EnergyPrice.centsPerMegawattHour(.random(in: -2_000...200_000, using: &random))
        let start: UTCInstant
        let market: Market
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<6: (market, start) = (.rtm, interval.start)
        case 6: (market, start) = (.dam, interval.start)
        default:
            (market, start) = (
                .sced, interval.start.advanced(bySeconds: .random(in: 0...899, using: &random))
            )
        }
        let length: Int64 = market == .dam ? 3_600 : market == .rtm ? 900 : 300
        return .price(
            PriceSignal(
                market: market, point: "HB_WEST", pointType: nil, start: start,
                end: start.advanced(bySeconds: length), price: amount))
    }

    private mutating func capacityPrice() -> GridSignal {
        let start = interval().start
        return .capacityPrice(
            CapacityPriceSignal(
                market: Bool.random(using: &random) ? .dam : .rtm,
                product: Bool.random(using: &random) ? "ECRS" : "RRS", start: start,
                end: start.advanced(bySeconds: 3_600),
                price: CapacityPrice(
                    microdollarsPerMegawattAndHour: .random(in: 0...90_000_000, using: &random))))
    }

    private mutating func award() -> GridSignal {
        let start = interval().start
        return .award(
            AwardSignal(
                id: "A\(Int.random(in: 0..<4, using: &random))",
                program: Bool.random(using: &random) ? .ecrs : .rrs,
                market: Bool.random(using: &random) ? .dam : .rtm,
                power: .watts(.random(in: 0...9_000, using: &random)),
                start: start, end: start.advanced(bySeconds: 900 * .random(in: 1...130, using: &random))))
    }

    private mutating func meter() -> GridSignal {
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let start = interval().start
            return .meter(
                MeterSignal(
                    meter: "main", power: nil, cumulative: nil,
                    usage: .init(
                        start: start, end: start.advanced(bySeconds: 1_800),
                        energy: Energy(
                            microwattSeconds: Int128.random(in: 0...30_000_000_000_000, using: &random)))))
        case 1:
            return .meter(
                MeterSignal(
                    meter: "main", power: .watts(.random(in: 0...20_000, using: &random)), cumulative: nil))
        default:
            meterRegister += .random(in: -1_000...9_000_000, using: &random)
            return .meter(
                MeterSignal(
                    meter: "main", power: .watts(.random(in: 0...20_000, using: &random)),
                    cumulative: Energy(microwattSeconds: Int128(meterRegister) * 1_000_000)))
        }
    }

    private mutating func decide() -> [LedgerRecord] {
        let sleeps = (0..<5).filter { !asleep.contains($0) && Bool.random(using: &random) }
        let wakes = asleep.filter { _ in Bool.random(using: &random) }.sorted()
        asleep.formUnion(sleeps)
        asleep.subtract(wakes)
        let decision = Decision(
            id: nextDecision, at: now, mode: policy.mode, event: nil, state: .running,
            available: .watts(17_500), target: .watts(17_500), commanded: .watts(17_500),
            confirmed: .watts(17_500), winner: nil, runnerUp: nil, sleeps: sleeps, wakes: wakes, summary: "")
        nextDecision += 1
        return [input(.timer), .decision(decision), .event(changedEvent(), at: now)]
    }

    private mutating func changedEvent() -> CurtailmentEvent {
        if var standing = event {
            standing.endedAt = now
            standing.state = .completed
            event = nil
            return standing
        }
        let new = CurtailmentEvent(
            id: nextEvent, state: .active, startedAt: now, endedAt: nil, isShadow: policy.mode == .shadow,
            programs: [.price], reason: .priceAboveBreakEven, lowestTarget: .zero, lowestCommanded: .zero,
            lowestConfirmed: .zero, lowestMetered: nil, failedUnits: 0)
        nextEvent += 1
        event = new
        return new
    }

    private mutating func step() -> [LedgerRecord] {
        let seconds = Int64.random(in: -4_000...4_000, using: &random)
        now = now.advanced(bySeconds: seconds)
        return [input(.clockStepped(byNanoseconds: seconds * 1_000_000_000))]
    }
}
