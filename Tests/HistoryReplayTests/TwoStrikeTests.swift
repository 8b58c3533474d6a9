import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement
import SiteConfiguration
import Testing

@testable import HistoryReplay

@Suite("TwoStrikeRule")
struct TwoStrikeTests {
    private func rule(_ high: Int64, _ low: Int64) throws -> TwoStrikeRule {
        try #require(
            TwoStrikeRule(high: .dollarsPerMegawattHour(high), low: .dollarsPerMegawattHour(low)))
    }

    private func result(
        _ prices: [String?], _ rule: TwoStrikeRule, configuration: String = ReplayFiles.configuration(),
        foresight: ReplayRequest.Foresight = .none
    ) throws -> TwoStrikeResult {
        var run = try ReplayRun(prices, configuration: configuration)
        run.request.twoStrike = .strikes(rule)
        run.request.foresight = foresight
        return try #require(try run.report().twoStrike)
    }

    @Test("down at the high strike itself, up at the low one itself, known an interval later")
    func strikes() throws {
        // Down from the second interval's end on, up from the fourth's: 0.5 MWh at 90 and 80, lost at 100.
        let result = try result(["50", "120", "90", "80", "150"], try rule(120, 80))
        #expect(result.events == 1)
        #expect(result.curtailed.megawattHours(places: 6) == "0.500000")
        #expect(result.net.decimal == "-7.5")
        #expect(try self.result(["50", "119.999999", "90"], try rule(120, 80)).events == 0)
        #expect(
            try self.result(["120", "80.000001", "90", "95"], try rule(120, 80)).curtailed.megawattHours(
                places: 2) == "0.75")
    }

    @Test("it takes all groups whatever they are worth, and settles each at its own worth")
    func wholeSite() throws {
        let groups = [(name: "old", count: 2, worth: 60), (name: "new", count: 3, worth: 500)]
        let result = try result(
            ["150", "150"], try rule(120, 80), configuration: ReplayFiles.configuration(groups: groups))
        // 5 MW for a quarter of an hour at 150, less 30 and 375 lost.
        #expect(result.net.decimal == "-217.5")
    }

    @Test("it has no dwell, and pays for its restarts like everybody")
    func restarts() throws {
        let configuration = ReplayFiles.configuration(
            price: ["min_down_s: 3600", "min_up_s: 3600", "restart_cost_usd_per_mw: 7"])
        let result = try result(
            ["150", "50", "150", "50", "50"], try rule(120, 80), configuration: configuration)
        #expect(result.events == 2)
        // Twice a quarter of an hour at 50, lost at 100, and 7 for each return.
        #expect(result.net.decimal == "-39")
    }

    @Test("it has the foresight of the replay")
    func foresight() throws {
        #expect(
            try result(["50", "150", "50"], try rule(120, 80), foresight: .interval).net.decimal == "12.5")
    }

    @Test("the contract's adder and loss factor do not move the strikes, only the money")
    func rawPrice() throws {
        let configuration = ReplayFiles.configuration().replacing(
            "economics:\n", with: "economics:\n  adder_usd_per_mwh: 40\n  loss_factor: 2\n")
        let result = try result(["110", "110"], try rule(120, 80), configuration: configuration)
        #expect(result.events == 0)
        #expect(
            try self.result(["120", "110"], try rule(120, 80), configuration: configuration).net.decimal
                == "40")
    }

    @Test("the same strikes as the break-even without a band are the live engine's own decisions")
    func sameAsEngine() throws {
        let prices = (0..<80).map { "\($0 * 61 % 120 + 40)" }
        var run = try ReplayRun(prices, configuration: ReplayFiles.configuration(shed: 30, wake: 120))
        let microdollar = EnergyPrice(microdollarsPerMegawattHour: 1)
        run.request.twoStrike = .strikes(
            try #require(
                TwoStrikeRule(
                    high: .dollarsPerMegawattHour(100) + microdollar, low: .dollarsPerMegawattHour(100))))
        let report = try run.report()
        #expect(report.twoStrike?.net == report.claims.net)
        #expect(report.twoStrike?.events == report.events)
        #expect(report.twoStrike?.curtailed == report.curtailed)
    }

    @Test("a restore ramp holds the rival back as well")
    func ramp() throws {
        let configuration = ReplayFiles.configuration(groups: [("hall", 3, 100)], ramp: 1)
        let result = try result(["150", "50", "50"], try rule(120, 80), configuration: configuration)
        #expect(result.curtailed.megawattHours(places: 6) == "0.850000")
    }

    @Test("a replay without strikes says nothing of them, and one with them changes nothing else")
    func document() throws {
        var run = try ReplayRun(["50", "150", "130", "90"])
        let plain = try run.report().json
        #expect(!plain.contains("two_strike"))
        run.request.twoStrike = .strikes(try rule(120, 80))
        let json = try run.report().json
        #expect(json.hasPrefix(plain.dropLast()))
        #expect(
            json.hasSuffix(
                #""two_strike":{"high":"120","low":"80","net_usd":"5.000000","incremental_usd":"5.000000","events":1,"#
                    + #""curtailed_mwh":"0.500000","in_hindsight":false}}"#))
    }

    @Test("a low strike that is not below the high one is no rule")
    func order() {
        #expect(TwoStrikeRule(high: .zero, low: .zero) == nil)
        #expect(TwoStrikeRule(high: .zero, low: .dollarsPerMegawattHour(1)) == nil)
    }
}

@Suite("StrikeSearch")
struct StrikeSearchTests {
    @Test("the pair found earns what the simulation settles, and no other pair of the grid more")
    func bestInHindsight() throws {
        let prices = (0..<48).map { "\($0 * 53 % 90 + 55)" }
        var run = try ReplayRun(
            prices, configuration: ReplayFiles.configuration(price: ["restart_cost_usd_per_mw: 2"]))
        run.request.twoStrike = .bestInHindsight
        let best = try #require(try run.report().twoStrike)
        // Strikes of 0 to 143, one above the highest price.
        #expect(best.pairsTried == 144 * 143 / 2)
        for high in stride(from: Int64(60), to: 150, by: 5) {
            for low in stride(from: Int64(50), to: high, by: 9) {
                run.request.twoStrike = .strikes(
                    TwoStrikeRule(
                        ordered: .dollarsPerMegawattHour(high), above: .dollarsPerMegawattHour(low)))
                #expect(try run.report().twoStrike.map { $0.net <= best.net } == true)
            }
        }
    }

    @Test("every pair earns what following it price by price does", arguments: UInt64(0)..<30)
    func everyPair(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let moments = (0..<40).map { _ in
            StrikeSearch.Moment(
                price: .dollarsPerMegawattHour(Int64.random(in: 0...20, using: &random)),
                down: Int128(Int.random(in: -50...50, using: &random)),
                up: Int128(Int.random(in: -50...50, using: &random)))
        }
        let end = Int128(Int.random(in: -50...50, using: &random))
        let search = StrikeSearch(moments: moments, end: end, restartCost: 3)
        let levels = (0...20).map { EnergyPrice.dollarsPerMegawattHour($0) }
        let found = search.best(of: levels)
        var best: (rule: TwoStrikeRule, net: Int128)?
        for high in levels {
            for low in levels {
                guard let rule = TwoStrikeRule(high: high, low: low) else { continue }
                let net = Self.follow(rule, moments, end: end, restartCost: 3)
                if net >= best?.net ?? .min { best = (rule, net) }
            }
        }
        #expect(found.rule == best?.rule)
        #expect(found.pairs == 210)
    }

    private static func follow(
        _ rule: TwoStrikeRule, _ moments: [StrikeSearch.Moment], end: Int128, restartCost: Int128
    ) -> Int128 {
        var net: Int128 = 0
        var isDown = false
        for moment in moments {
            if !isDown, moment.price >= rule.high {
                isDown = true
                net -= moment.down
            } else if isDown, moment.price <= rule.low {
                isDown = false
                net += moment.up - restartCost
            }
        }
        return isDown ? net + end : net
    }

    @Test("where nothing pays it is a strike that no price reaches")
    func nothingPays() throws {
        for prices in [["50", "60", "-7"], ["-5", "-6"], ["5000", "10"]] {
            var run = try ReplayRun(
                prices, configuration: ReplayFiles.configuration(groups: [("hall", 1, 9_000)]))
            run.request.twoStrike = .bestInHindsight
            let best = try #require(try run.report().twoStrike)
            #expect(best.net == .zero)
            #expect(best.events == 0)
        }
    }

    @Test("levels are whole dollars that end with one above the highest price")
    func levels() {
        let levels = StrikeSearch.levels(upTo: .dollarsPerMegawattHour(306))
        #expect(levels.first == .zero)
        #expect(levels.suffix(3).map(\.decimal) == ["300", "305", "310"])
        #expect(StrikeSearch.levels(upTo: .dollarsPerMegawattHour(9_000)).last?.decimal == "9001")
        #expect(StrikeSearch.levels(upTo: .dollarsPerMegawattHour(-3)).count == 2)
    }
}
