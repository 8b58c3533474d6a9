import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits

/// 10,000 units of four kinds in four groups, none of which divides another.
struct MixedSite {
    static let kinds: [(name: String, watts: Int64, joulesPerTerahash: Int128)] = [
        ("s19", 3_010, 30), ("m50", 3_276, 26), ("s21", 3_500, 18), ("hydro", 5_360, 16),
    ]
    static let ratings = kinds.flatMap { kind in Array(repeating: kind.watts, count: 2_500) }

    private var engine: CurtailmentEngine
    private let start = UTCInstant(secondsSinceEpoch: 1_784_754_000)

    init() {
        var policy = SitePolicy.example(groups: Self.kinds.map { ($0.name, 2_500, $0.joulesPerTerahash) })
        policy.groups = zip(policy.groups, Self.kinds).map { group, kind in
            GroupPolicy(
                name: group.name, isCommanded: true, value: group.value, shedRank: 0,
                units: group.units.map {
                    UnitPolicy(
                        id: $0.id, ratedPower: .watts(kind.watts),
                        millijoulesPerTerahash: $0.millijoulesPerTerahash)
                })
        }
        engine = CurtailmentEngine(policy: policy)
        _ = engine.handle(
            EngineInput(
                at: start, monotonic: MonotonicInstant(nanoseconds: 0),
                event: .started(Recovery(memory: .blank, asleep: []))))
        applyHighPrice(minute: 0)
    }

    static func highPrice(minute: Int64) -> EngineInput {
        let at = UTCInstant(secondsSinceEpoch: 1_784_754_000 + minute * 60)
        let price = PriceSignal(
            market: .sced, point: "HB_WEST", pointType: nil, start: at, end: at.advanced(bySeconds: 300),
            price: EnergyPrice(microdollarsPerMegawattHour: 20_000_000 + minute))
        return EngineInput(
            at: at, monotonic: MonotonicInstant(nanoseconds: minute * 60_000_000_000),
            event: .signal(StampedSignal(signal: .price(price), source: "bench", at: at)))
    }

    mutating func applyHighPrice(minute: Int64) { _ = engine.handle(Self.highPrice(minute: minute)) }

    /// Curtails by command, which is urgent, and says what is left above the ceiling and below it.
    ///
    /// - Parameter share: of the whole load, in thousandths.
    /// - Returns: the ceiling less what the units left running draw, in microwatts.
    mutating func curtail(toShareOfThousand share: Int64) -> Int64 {
        let total = Self.ratings.reduce(0, +)
        let ceiling = Power(microwatts: total * 1_000 * share)
        let command = OperatorCommand(
            action: .curtail(.to(ceiling), for: nil), issuer: "bench", reason: "bench")
        let output = engine.handle(
            EngineInput(
                at: start.advanced(bySeconds: 60), monotonic: MonotonicInstant(nanoseconds: 60_000_000_000),
                event: .command(command)))
        let shed = (output.orders.first?.units ?? []).reduce(0) { $0 + Self.ratings[$1] }
        return ceiling.microwatts - (total - shed) * 1_000_000
    }
}

extension MixedSite {
    /// Half of the smallest unit, in microwatts: no plan may leave more below its ceiling.
    static let halfOfSmallest = (kinds.map(\.watts).min() ?? 0) * 500_000

    /// Plans for many ceilings.
    ///
    /// - Returns: the most that one of them leaves below its ceiling, in microwatts.
    static func worstPlan() -> Int64 {
        var worst: Int64 = 0
        for share in stride(from: Int64(3), to: 1_000, by: 14) {
            var site = MixedSite()
            let left = site.curtail(toShareOfThousand: share)
            precondition(left >= 0, "the plan for \(share) thousandths is above its ceiling")
            worst = max(worst, left)
        }
        return worst
    }
}
