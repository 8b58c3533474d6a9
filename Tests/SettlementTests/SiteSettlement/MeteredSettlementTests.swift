import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement
import Testing

/// Four units of 3.5 kW at 25 J/TH and 45 $/PH/day: break-even 75 $/MWh.
@Suite("Settlement by the meter and by rebuilt prices")
struct MeteredSettlementTests {
    private static let first = SettlementInterval(containing: UTCInstant(secondsSinceEpoch: 1_784_721_600))
    private static let second = first.next

    /// A settler that has taken the policy and a full curtailment of the second interval, by readings.
    private struct Site {
        var settler = Settler()
        var pages = MemoryPages()
        var rows: [LedgerRecord] = []

        mutating func apply(_ record: LedgerRecord) throws { rows += try settler.apply(record, in: &pages) }

        mutating func apply(_ event: EngineEvent, at: UTCInstant) throws {
            try apply(
                .input(EngineInput(at: at, monotonic: MonotonicInstant(nanoseconds: 0), event: event)))
        }

        mutating func apply(_ signal: GridSignal, at: UTCInstant) throws {
            try apply(.signal(StampedSignal(signal: signal, source: "test", at: at)), at: at)
        }

        /// The newest amount of a kind in the second interval, in microdollars, and whether it is an estimate.
        func claim(_ kind: Claim.Kind) -> (microdollars: Int64, isEstimate: Bool, source: String)? {
            for case .claim(let claim, _) in rows.reversed()
            where claim.kind == kind && claim.interval == second {
                return (claim.amount.microdollars, claim.isEstimate, claim.basis.priceSource.rawValue)
            }
            return nil
        }

        /// What the newest basis of the second interval says would have been drawn.
        var baseline: BaselineResult? {
            for case .basis(let basis, _) in rows.reversed() where basis.interval == second {
                return basis.curtailments.first?.baseline
            }
            return nil
        }
    }

    private func site(_ method: BaselineMethod) throws -> Site {
        var site = Site()
        let settlement = SettlementPolicy(
            defaultBaseline: method, meter: "main")
        let policy = SitePolicy.example(groups: [("old", 4, 25)])
        try site.apply(.policy(PolicyRecord(policy: policy, settlement: settlement), at: Self.first.start))
        let full = FleetReport.GroupLoad(confirmed: .watts(14_000), curtailed: .zero)
        let down = FleetReport.GroupLoad(confirmed: .watts(1_000), curtailed: .watts(13_000))
        try site.apply(.fleet(FleetReport(groups: [full], changes: [])), at: Self.first.start)
        try site.apply(.fleet(FleetReport(groups: [down], changes: [])), at: Self.second.start)
        let event = CurtailmentEvent(
            id: 1, state: .active, startedAt: Self.second.start, endedAt: nil, isShadow: false,
            programs: [.price], reason: .priceAboveBreakEven, lowestTarget: .zero, lowestCommanded: .zero,
            lowestConfirmed: .zero, lowestMetered: nil, failedUnits: 0)
        try site.apply(.event(event, at: Self.second.start))
        try site.apply(.timer, at: Self.second.end)
        return site
    }

    private func usage(_ interval: SettlementInterval, kilowattHours: Int64) -> GridSignal {
        usage(interval, wattHours: kilowattHours * 1_000)
    }

    private func usage(_ interval: SettlementInterval, wattHours: Int64) -> GridSignal {
        let energy = Energy(microwattSeconds: Int128(wattHours) * 3_600_000_000)
        return .meter(
            MeterSignal(
                meter: "main", power: nil, cumulative: nil,
                usage: .init(start: interval.start, end: interval.end, energy: energy)))
    }

    private func price(
        _ cents: Int64, _ interval: SettlementInterval, _ market: Market = .rtm, after seconds: Int64 = 0
    ) -> GridSignal {
        let start = interval.start.advanced(bySeconds: seconds)
        return .price(
            PriceSignal(
                market: market, point: "HB_WEST", pointType: nil, start: start,
                end: start.advanced(bySeconds: market == .sced ? 300 : 900),
                price: .centsPerMegawattHour(cents)))
    }

    @Test("the meter before the curtailment less the meter in it is what is paid for, and no estimate")
    func metered() throws {
        var site = try site(.meterBeforeAfter)
        let now = Self.second.end
        try site.apply(usage(Self.first, kilowattHours: 4), at: now)
        try site.apply(usage(Self.second, wattHours: 800), at: now)
        try site.apply(price(10_000, Self.first), at: now)
        try site.apply(price(10_000, Self.second), at: now)
        // 3.2 kWh by the meter at 100 $/MWh, and 75 of lost hash; the units would say 3.25.
        #expect(try #require(site.claim(.energyAvoided)) == (320_000, false, "published"))
        #expect(try #require(site.claim(.lostHash)) == (-240_000, false, "published"))
        #expect(try #require(site.baseline).method == .meterBeforeAfter)
        // The meter's owner corrects it weeks later.
        try site.apply(usage(Self.second, wattHours: 2_000), at: now.advanced(bySeconds: 40 * 86_400))
        #expect(try #require(site.claim(.energyAvoided)) == (200_000, false, "published"))
        // More than the units that slept can explain is believed, and an estimate.
        try site.apply(usage(Self.second, wattHours: 0), at: now.advanced(bySeconds: 41 * 86_400))
        #expect(try #require(site.claim(.energyAvoided)) == (400_000, true, "published"))
    }

    @Test("without what the baseline needs, the units are read, and it is an estimate")
    func gap() throws {
        var site = try site(.meterBeforeAfter)
        try site.apply(usage(Self.second, kilowattHours: 1), at: Self.second.end)
        try site.apply(price(10_000, Self.second), at: Self.second.end)
        #expect(try #require(site.claim(.energyAvoided)) == (325_000, true, "published"))
        #expect(try #require(site.baseline).gap == .intervalMissing(Self.first))
    }

    @Test("a missing price is rebuilt from LMPs after a while, and replaced by the published one")
    func rebuilt() throws {
        var site = try site(.readings)
        for (number, cents) in [10_000, 40_000, 100_000].enumerated() {
            try site.apply(
                price(Int64(cents), Self.second, .sced, after: Int64(number) * 300), at: Self.second.end)
        }
        #expect(site.claim(.energyAvoided) == nil)
        try site.apply(.timer, at: Self.second.end.advanced(bySeconds: 10_800))
        // 100, 400 and 1,000 $/MWh for 300 s each are 500; times 3.25 kWh.
        #expect(try #require(site.claim(.energyAvoided)) == (1_625_000, true, "rebuilt"))
        try site.apply(price(60_000, Self.second), at: Self.second.end.advanced(bySeconds: 20_000))
        #expect(try #require(site.claim(.energyAvoided)) == (1_950_000, true, "published"))
    }

    @Test("what nobody prices for three days is a gap without money, and a later price settles it")
    func unpriced() throws {
        var site = try site(.readings)
        try site.apply(.timer, at: Self.second.end.advanced(bySeconds: 3 * 86_400))
        #expect(site.rows.contains { if case .interval(let row, _) = $0 { row.price == nil } else { false } })
        #expect(site.claim(.energyAvoided) == nil)
        try site.apply(price(10_000, Self.second), at: Self.second.end.advanced(bySeconds: 4 * 86_400))
        #expect(try #require(site.claim(.energyAvoided)) == (325_000, true, "published"))
    }
}
