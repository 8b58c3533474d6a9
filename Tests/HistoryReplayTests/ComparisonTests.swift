import CurtailTesting
import GridUnits
import Settlement
import SiteConfiguration
import Testing

@testable import HistoryReplay

/// One group of 1 MW worth 100 dollars.
@Suite("What a replay is compared with")
struct ComparisonTests {
    private func report(
        _ prices: [String?], settlement: [String] = [],
        groups: [(name: String, count: Int, worth: Int)] = [
            ("hall", 1, 100)
        ], twoStrike: TwoStrikeRule.Choice? = nil
    ) throws -> ReplayReport {
        let text =
            ReplayFiles.configuration(groups: groups)
            + (settlement.isEmpty
                ? "" : (["settlement:"] + settlement.map { "  \($0)" }).joined(separator: "\n") + "\n")
        var run = try ReplayRun(prices, configuration: text)
        run.request.foresight = .interval
        run.request.twoStrike = twoStrike
        return try run.report()
    }

    private static func contract(_ lines: String...) -> [String] {
        ["contracts:", "  - from: 2024-01-01"] + lines.map { "    \($0)" }
    }

    @Test("perfect foresight values by the contract that settles")
    func contract() throws {
        // 50 and 150 delivered at 90 and 190: the first quarter does not pay, the second earns 90 of them.
        let adder = try report(["50", "150"], settlement: Self.contract("adder_usd_per_mwh: 40"))
        #expect(adder.perfectForesight?.decimal == "22.5")
        #expect(adder.claims.incremental <= Money(microdollars: 22_500_000))
        // 150 less a fee of 20 for what a block of the whole site is resold for, and losses do not matter.
        let resold = try report(
            ["50", "150"],
            settlement: Self.contract(
                "loss_factor: 1.5", "resale_fee_usd_per_mwh: 20", "block:", "  mw: 1", "  usd_per_mwh: 30",
                "  resale: true"))
        #expect(resold.perfectForesight?.decimal == "7.5")
    }

    @Test("a block that ends within the load leaves the optimum unknown, and says why")
    func coupling() throws {
        let report = try report(
            ["50", "150"],
            settlement: Self.contract("block:", "  mw: 0.6", "  usd_per_mwh: 30", "  resale: true"))
        #expect(report.perfectForesight == nil)
        #expect(report.perfectForesightReason?.contains("block of 0.6 MW") == true)
    }

    @Test("capacity that is paid anyway is no part of the comparison")
    func capacity() throws {
        let ers = [
            "ers:", "  - program: ers_30", "    from: 2024-05-01", "    to: 2024-06-30", "    periods:",
            "      - name: TP1", "        first_hour_ending: 1", "        last_hour_ending: 24",
            "        days: all_days", "        mw: 1",
            "        usd_per_mw_h: 8",
        ]
        let report = try report(["50", "150"], settlement: ers)
        #expect(report.claims.net > report.claims.incremental, "\(report.json)")
        #expect(report.perfectForesight == report.claims.incremental)
        #expect(report.shareOfForesightPerMille == 1_000)
    }

    @Test("the best strikes are the best by the terms that settle")
    func bestStrikes() throws {
        // Only the adder makes the second quarter worth sleeping for.
        let settlement = Self.contract("adder_usd_per_mwh: 200")
        let best = try #require(
            try report(["10", "60", "10"], settlement: settlement, twoStrike: .bestInHindsight).twoStrike)
        #expect(best.incremental.decimal == "95", "all three quarters are: \(best.rule)")
    }
}

@Suite("A replay of runs of SCED alone")
struct DispatchReplayTests {
    /// Runs every five minutes from 21:29:48, eight of them; some are left out.
    private func run(without missing: Set<Int> = [], from: String? = nil, to: String? = nil) throws
        -> ReplayReport
    {
        var site = try ReplayRun(["50"])
        var lines = ["SCEDTimestamp,RepeatedHourFlag,SettlementPoint,LMP"]
        for step in 0..<8 where !missing.contains(step) {
            let second = 29 * 60 + 48 + step * 300
            let (hour, minute) = (16 + second / 3_600, second / 60 % 60)
            lines.append("07/30/2026 \(hour):\(minute < 10 ? "0" : "")\(minute):48,N,HB_WEST,150")
        }
        site.request.priceFiles = [
            try site.folder.write(lines.joined(separator: "\n") + "\n", to: "sced.csv")
        ]
        site.request.from = from.flatMap { UTCInstant(rfc3339: $0) }
        site.request.to = to.flatMap { UTCInstant(rfc3339: $0) }
        return try site.report()
    }

    @Test("needs no span: its whole intervals settle at the rebuilt price")
    func alone() throws {
        let report = try run()
        #expect(report.from.seconds == "2026-07-30T21:30:00Z" && report.to.seconds == "2026-07-30T22:00:00Z")
        #expect(report.intervals == 2 && report.missing == 0, "\(report.json)")
        #expect(report.perfectForesight?.decimal == "25")
    }

    @Test("intervals that the runs do not cover are missing")
    func gaps() throws {
        let report = try run(without: [0], from: "2026-07-30T21:30:00Z", to: "2026-07-30T22:00:00Z")
        #expect(report.intervals == 1 && report.missing == 1, "\(report.json)")
    }
}
