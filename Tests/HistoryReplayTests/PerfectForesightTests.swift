import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement
import SiteConfiguration
import Testing

@testable import HistoryReplay

@Suite("PerfectForesight")
struct PerfectForesightTests {
    private static let start: Int64 = 1_717_200_000

    /// One group of 1 MW worth 100 dollars, with a gain of `price − 100` dollars an hour while it is down.
    private struct Site {
        var down: Int64 = 0
        var up: Int64 = 0
        var shed: Int64 = 0
        var wake: Int64 = 0
        var restartDollars: Int64 = 0
        var ramp = Power.zero
        var prices: [Int?]
        /// Cut off the first and the last interval.
        var late: Int64 = 0
        var early: Int64 = 0

        var policy: SitePolicy {
            let unit = UnitPolicy(id: "1", ratedPower: .megawatts(1), millijoulesPerTerahash: 0)
            var policy = SitePolicy.example(groups: [("hall", 1, 18)], unitPower: .megawatts(1))
            policy.groups = [
                GroupPolicy(
                    name: "hall", isCommanded: true, value: .stated(.dollarsPerMegawattHour(100)),
                    shedRank: 0, units: [unit])
            ]
            policy.price?.minimumDown = .seconds(down)
            policy.price?.minimumUp = .seconds(up)
            policy.price?.restartCostPerMegawatt = .dollars(restartDollars)
            policy.restore.rampPerMinute = ramp
            return policy
        }

        func history(hashprices: [(at: UTCInstant, dollars: Money)] = []) -> SettlementHistory {
            var known: [UTCInstant: EnergyPrice] = [:]
            for (index, price) in prices.enumerated() {
                guard let price else { continue }
                let at = UTCInstant(secondsSinceEpoch: start + 900 * Int64(index))
                known[at] = .dollarsPerMegawattHour(Int64(price))
            }
            let end = start + 900 * Int64(prices.count) - early
            return SettlementHistory(
                policy: policy, prices: known, hashprices: hashprices,
                span: (
                    UTCInstant(secondsSinceEpoch: start + late), UTCInstant(secondsSinceEpoch: end)
                ))
        }

        var outcome: PerfectForesight.Outcome {
            PerfectForesight(
                history(), simulation: SimulationSettings(shed: .seconds(shed), wake: .seconds(wake))
            ).outcome
        }

        var dollars: String? {
            guard case .known(let net) = outcome else { return nil }
            return net.decimal(places: 2)
        }
    }

    @Test("units that fall and rise at once earn every gain")
    func atOnce() {
        #expect(Site(prices: [50, 150, nil, 130, 90]).dollars == "20.00")
        #expect(Site(prices: [nil, 100, 99]).dollars == "0.00")
    }

    @Test("a curtailment begins before the price rises when shedding takes time")
    func beginsEarly() {
        // Half of the 60 s before the boundary, half after it: a quarter of 30 s forgone at 50 dollars too little, a
        // quarter of 30 s paid at 50 dollars too much, of 1,800 s.
        let site = Site(down: 900, up: 900, shed: 60, prices: [50, 150, 150])
        #expect(site.dollars == "24.79")
    }

    @Test("is what trying every second finds", arguments: UInt64(0)..<40)
    func everySecond(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let dwells: [Int64] = [60, 120, 300, 900, 1_000, 1_800]
        var site = Site(
            prices: (0..<6).map { _ in
                Int.random(in: 0...9, using: &random) == 0 ? nil : Int.random(in: 60...140, using: &random)
            })
        site.down = dwells.randomElement(using: &random) ?? 900
        site.up = dwells.randomElement(using: &random) ?? 900
        site.shed = Int64.random(in: 0...min(site.down, 120), using: &random)
        site.wake = Int64.random(in: 0...min(site.up, 400), using: &random)
        site.restartDollars = Int64.random(in: 0...3, using: &random)
        site.late = [0, 0, 300, 437].randomElement(using: &random) ?? 0
        site.early = [0, 0, 100].randomElement(using: &random) ?? 0
        guard case .known(let net) = site.outcome else {
            Issue.record("not known: \(site.outcome)")
            return
        }
        let expected = Self.trying(site)
        #expect(abs(Int128(net.microdollars) - expected) <= 1, "\(net.decimal), \(expected)")
    }

    /// The optimum over every second of the span, with movements added up second by second; microdollars.
    private static func trying(_ site: Site) -> Int128 {
        let count = Int(900 * Int64(site.prices.count) - site.early - site.late)
        let (shed, wake) = (Int(site.shed), Int(site.wake))
        let (down, up) = (Int(site.down), Int(site.up))
        // Microdollars × 3600 of 1 MW, and each mean over a movement times this.
        let scale = Int128(2 * max(shed, 1) * max(wake, 1))
        let sums = Self.sums(site, count: count, beyond: shed + wake + 1)
        func mean(_ at: Int, _ length: Int) -> Int128 {
            guard length > 0 else { return sums[at] * scale }
            let area = (at..<(at + length)).reduce(Int128(0)) { $0 + sums[$1] + sums[$1 + 1] }
            return area * (scale / 2 / Int128(length))
        }
        let restart = Int128(site.restartDollars) * 1_000_000 * 3_600 * scale
        var wentDown: [Int128] = []
        var cameUp: [Int128?] = []
        var (bestUp, best): (Int128, Int128) = (0, 0)
        var bestDown: Int128?
        for second in 0..<count {
            if second >= up, let value = cameUp[second - up] { bestUp = max(bestUp, value) }
            if second >= down {
                bestDown = max(bestDown ?? wentDown[second - down], wentDown[second - down])
            }
            wentDown.append(bestUp - mean(second, shed))
            best = max(best, wentDown[second] + sums[count] * scale)
            let closed = bestDown.map { $0 + mean(second, wake) - restart }
            cameUp.append(closed)
            if let closed { best = max(best, closed) }
        }
        return best.dividedHalfToEven(by: 3_600 * scale)
    }

    /// The gains up to each second of the span and some seconds beyond, microdollars × 3600.
    private static func sums(_ site: Site, count: Int, beyond: Int) -> [Int128] {
        var sums: [Int128] = [0]
        for second in 0..<(count + beyond) {
            let price = second < count ? site.prices[(Int(site.late) + second) / 900] : nil
            sums.append(sums[second] + Int128((price ?? 100) - 100) * 1_000_000)
        }
        return sums
    }

    @Test("what a schedule is worth is what the simulated fleet settles", arguments: UInt64(0)..<20)
    func agreesWithFleet(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var site = Site(prices: (0..<6).map { _ in Int.random(in: 0...200, using: &random) })
        site.shed = Int64.random(in: 0...600, using: &random)
        site.wake = Int64.random(in: 0...900, using: &random)
        let down = Int64.random(in: 0...1_000, using: &random)
        let up = down + site.shed + Int64.random(in: 0...1_800, using: &random)
        let history = site.history()
        let group = history.policy.groups[0]
        let curve = GainCurve(
            gains: try history.gains(of: [group]), from: Self.start, to: Self.start + 5_400)
        func mean(_ at: Int64, _ length: Int64) -> Int128 {
            guard length > 0 else { return curve.sum(to: Self.start + at) * 1_000_000 }
            return curve.twiceArea(from: Self.start + at, seconds: length) * 500_000 / Int128(length)
        }
        let worth = (mean(up, site.wake) - mean(down, site.shed)).dividedHalfToEven(by: 900_000_000)
        let settled = try Self.settled(site, down: down, up: up)
        #expect(abs(worth - Int128(settled.microdollars)) <= 12, "\(worth), \(settled.microdollars)")
    }

    /// What the simulated fleet earns with one curtailment.
    private static func settled(_ site: Site, down: Int64, up: Int64) throws -> Money {
        let history = site.history()
        let (policy, from) = (history.policy, history.span.from)
        var fleet = SimulatedFleet(
            policy: policy, shed: .seconds(site.shed), wake: .seconds(site.wake), from: from)
        for (at, action) in [(down, FleetOrder.Action.sleep), (up, .wake)] {
            let now = from.advanced(bySeconds: at)
            _ = try fleet.finish(at: now)
            _ = try fleet.perform(
                FleetOrder(decision: 1, action: action, units: [0], urgency: .recorded), at: now)
        }
        try fleet.cutOff(at: history.span.to)
        let terms = SettlementTerms(
            contract: ContractTerms(), breakEven: Fraction(whole: 100_000_000),
            restartCostPerMegawatt: .zero)
        var net = Money.zero
        for energy in fleet.close(before: history.span.to) {
            guard let price = history.prices[energy.interval.start] else { continue }
            net += try terms.claims(for: energy, at: price).reduce(.zero) { $0 + $1.amount }
        }
        return net
    }

    @Test("says why where it is not known")
    func reasons() {
        let cases: [(Site, String)] = [
            (Site(ramp: .megawatts(1), prices: [150]), "restore.ramp_mw_per_min"),
            (Site(shed: 5, prices: [150]), "longer than the dwell"),
            (Site(up: 30, wake: 60, prices: [150]), "longer than the dwell"),
        ]
        for (site, words) in cases {
            guard case .unknown(let reason) = site.outcome else {
                Issue.record("known: \(site)")
                continue
            }
            #expect(reason.contains(words))
        }
    }

    @Test("a hashprice that is heard changes what lost hash costs from then on")
    func hashprices() throws {
        var site = Site(prices: [150, 150])
        site.restartDollars = 0
        var policy = site.policy
        policy.groups = SitePolicy.example(groups: [("hall", 1, 18)], unitPower: .megawatts(1)).groups
        policy.economics.dollarsPerPetahashDay = .dollars(45)
        func history(_ heard: [(at: UTCInstant, dollars: Money)]) -> SettlementHistory {
            let plain = site.history()
            return SettlementHistory(
                policy: policy, prices: plain.prices, hashprices: heard, span: plain.span)
        }
        let second = UTCInstant(secondsSinceEpoch: Self.start + 900)
        let before = try history([]).gains(of: [policy.groups[0]])
        let after = try history([(second, .dollars(90))]).gains(of: [policy.groups[0]])
        #expect(before[0] == before[1])
        #expect(after[0] == before[0])
        #expect(after[1] < before[1])
    }
}
