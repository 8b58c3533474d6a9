import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import HistoryReplay
import SiteConfiguration

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
        takeHighPrice(minute: 0)
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

    mutating func takeHighPrice(minute: Int64) { _ = engine.handle(Self.highPrice(minute: minute)) }

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

/// Every plan has to stay at or below its ceiling, and within half of the smallest unit of it.
func checkPlans() {
    let half = (MixedSite.kinds.map(\.watts).min() ?? 0) * 500_000
    var worst: Int64 = 0
    for share in stride(from: Int64(3), to: 1_000, by: 14) {
        var site = MixedSite()
        let left = site.curtail(toShareOfThousand: share)
        precondition(left >= 0, "the plan for \(share) thousandths is above its ceiling")
        worst = max(worst, left)
    }
    print(
        "plans: at most \(worst / 1_000_000) W below the ceiling; half of the smallest unit is \(half / 1_000_000) W"
    )
}

func replayYear(prices: String) throws -> ReplayReport {
    var request = ReplayRequest(
        configuration: try SiteConfiguration.load(path: "Config/examples/demo-100mw.yaml"))
    request.priceFiles = [prices]
    return try HistoryReplay.run(request)
}
