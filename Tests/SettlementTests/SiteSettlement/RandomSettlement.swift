import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement

/// Three hours of rows that settlement is given, made at random across a midnight of the market.
///
/// Three commanded groups, a firm one and fixed load; a curtailment from the fourth interval to the ninth, real or in
/// shadow; prices early, late, corrected or never; awards, clearing prices and a meter that disagrees with the units.
struct RandomSettlement {
    /// 2026-07-23T04:00:00Z: the operating day ends four intervals later.
    static let first = SettlementInterval(containing: UTCInstant(secondsSinceEpoch: 1_784_779_200))
    static let count = 12
    static let curtailed = 3..<9

    let terms: PolicyRecord
    let isShadow: Bool
    /// What groups drew, by interval.
    private(set) var loads: [[IntervalEnergy]] = []
    /// Everything but what groups drew, in order of time.
    private(set) var others: [LedgerRecord] = []
    private var random: SeededGenerator

    init(seed: UInt64) throws {
        random = SeededGenerator(seed: seed)
        isShadow = Bool.random(using: &random)
        terms = try Self.terms(&random, mode: isShadow ? .shadow : .armed)
        for number in 0..<Self.count { loads.append(load(number)) }
        addEvent()
        addPrices()
        addCapacity()
        if Bool.random(using: &random) { addUsage() }
        addHashprices()
        others = Self.sorted(others)
    }

    static func start(_ number: Int) -> UTCInstant {
        first.start.advanced(bySeconds: Int64(number) * SettlementInterval.lengthSeconds)
    }

    /// The end of everything: what nobody priced is given up.
    static var close: LedgerRecord {
        .load([], at: start(count + 1).advanced(bySeconds: Settler.patienceSeconds))
    }

    /// All rows, with the load of each interval given so many intervals late.
    func rows(late delay: (Int) -> Int = { _ in 0 }) -> [LedgerRecord] {
        let given = loads.enumerated().map { number, energies in
            LedgerRecord.load(energies, at: Self.start(number + 1 + delay(number)))
        }
        return [.policy(terms, at: Self.first.start)] + Self.sorted(given + others) + [Self.close]
    }

    /// By time; of equal instants the earlier row in the list comes first.
    private static func sorted(_ rows: [LedgerRecord]) -> [LedgerRecord] {
        rows.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    private mutating func amount(_ range: ClosedRange<Int64>) -> Int64 { .random(in: range, using: &random) }
}

extension RandomSettlement {
    private static func terms(
        _ random: inout SeededGenerator, mode: SiteMode
    ) throws -> PolicyRecord {
        var policy = SitePolicy.example(groups: [("a", 1, 18), ("b", 1, 25), ("m", 1, 35)], mode: mode)
        policy.groups.append(
            GroupPolicy(name: "z", isCommanded: false, value: .stated(.zero), shedRank: 0, units: []))
        let evening = try contract(&random)
        let morning = try contract(&random)
        let nextDay = MarketTimeZone.centralPrevailing.operatingDay(of: start(4))
        let zone = MarketTimeZone.centralPrevailing
        policy.economics.contracts = [
            DatedContract(from: zone.startOfDay(nextDay.advanced(byDays: -1)), evening),
            DatedContract(from: zone.startOfDay(nextDay), morning),
        ]
        return PolicyRecord(
            policy: policy,
            settlement: SettlementPolicy(defaultBaseline: .meterBeforeAfter),
            load: .given)
    }

    private static func contract(_ random: inout SeededGenerator) throws -> ContractTerms {
        let block = BlockContract(
            quantity: Power(microwatts: .random(in: 0...120_000_000_000_000, using: &random)),
            price: .dollarsPerMegawattHour(30), hasResale: .random(using: &random))
        return try ContractTerms(
            qseShare: Fraction(.random(in: 1...10, using: &random), over: 10),
            lossFactor: Fraction(.random(in: 1_000...1_100, using: &random), over: 1_000),
            adder: EnergyPrice(stored: .random(in: 0...9_000_000, using: &random)),
            resaleFee: EnergyPrice(stored: .random(in: 0...5_000_000, using: &random)),
            block: .random(in: 0...3, using: &random) == 0 ? nil : block)
    }

    private mutating func load(_ number: Int) -> [IntervalEnergy] {
        var energies: [IntervalEnergy] = []
        for group in ["(fixed)", "a", "b", "m", "z"] {
            let baseline = Energy(microwattSeconds: Int128(amount(1...36_000_000_000_000_000)))
            var curtailed = Energy.zero
            if Self.curtailed.contains(number), ["a", "b", "m"].contains(group), amount(0...3) > 0 {
                curtailed = Energy(
                    microwattSeconds: Int128.random(in: 1...baseline.microwattSeconds, using: &random))
            }
            func energy(_ curtailed: Energy, isShadow: Bool) -> IntervalEnergy {
                IntervalEnergy(
                    interval: SettlementInterval(containing: Self.start(number)), group: group,
                    consumed: baseline - curtailed, curtailed: curtailed, restarted: .zero,
                    evidence: .confirmed, isShadow: isShadow)
            }
            energies.append(energy(isShadow ? .zero : curtailed, isShadow: false))
            if isShadow, curtailed != .zero { energies.append(energy(curtailed, isShadow: true)) }
        }
        return energies
    }
}

extension RandomSettlement {
    private mutating func addEvent() {
        var event = CurtailmentEvent(
            id: 1, state: .active, startedAt: Self.start(Self.curtailed.lowerBound), endedAt: nil,
            isShadow: isShadow, programs: [.price], reason: .priceAboveBreakEven, lowestTarget: .zero,
            lowestCommanded: .zero, lowestConfirmed: .zero, lowestMetered: nil, failedUnits: 0)
        others.append(.event(event, at: event.startedAt))
        event.endedAt = Self.start(Self.curtailed.upperBound)
        others.append(.event(event, at: Self.start(Self.curtailed.upperBound)))
    }

    /// Some moment from an hour before the end of an interval to four hours after it.
    private mutating func moment(_ number: Int) -> UTCInstant {
        Self.start(number + 1).advanced(bySeconds: amount(-3_600...14_400))
    }

    private mutating func add(_ signal: GridSignal, at instant: UTCInstant) {
        others.append(.fact(StampedSignal(signal: signal, source: "test", at: instant), at: instant))
    }

    private mutating func addPrices() {
        for number in 0..<Self.count {
            for _ in 0..<[0, 1, 1, 1, 2][Int(amount(0...4))] {
                let price = EnergyPrice(stored: amount(-251_000_000...5_000_000_000))
                for market in [Market.rtm, .dam] {
                    add(
                        .price(
                            PriceSignal(
                                market: market, point: "HB_WEST", pointType: nil, start: Self.start(number),
                                end: Self.start(number + 1), price: price)), at: moment(number))
                }
            }
        }
    }

    private mutating func addCapacity() {
        let span = (start: Self.start(0), end: Self.start(Self.count))
        for (program, product) in [(Program.rrs, "RRS"), (.nonSpin, "NSPIN"), (.dayAheadEnergy, "")] {
            for market in [Market.dam, .rtm] {
                add(
                    .award(
                        AwardSignal(
                            id: "\(program)", program: program, market: market,
                            power: Power(microwatts: amount(0...60_000_000_000_000)), start: span.start,
                            end: span.end.advanced(bySeconds: -amount(0...5_000)))), at: moment(0))
                guard !product.isEmpty else { continue }
                add(
                    .capacityPrice(
                        CapacityPriceSignal(
                            market: market, product: product, start: span.start, end: span.end,
                            price: CapacityPrice(stored: amount(0...2_000_000_000)))), at: moment(0))
            }
        }
    }

    private mutating func addUsage() {
        for number in 0..<Self.count {
            let usage = MeterSignal.Usage(
                start: Self.start(number), end: Self.start(number + 1),
                energy: Energy(microwattSeconds: Int128(amount(0...180_000_000_000_000_000))))
            add(
                .meter(MeterSignal(meter: "main", power: nil, cumulative: nil, usage: usage)),
                at: moment(number))
        }
    }

    private mutating func addHashprices() {
        for number in 0..<3 {
            let instant = Self.start(number * 4).advanced(bySeconds: amount(0...3_000))
            let signal = GridSignal.hashprice(
                HashpriceSignal(dollarsPerPetahashDay: Money(microdollars: amount(20_000_000...90_000_000))))
            others.append(
                .input(
                    EngineInput(
                        at: instant, monotonic: MonotonicInstant(nanoseconds: instant.nanosecondsSinceEpoch),
                        event: .signal(StampedSignal(signal: signal, source: "test", at: instant)))))
        }
    }
}
