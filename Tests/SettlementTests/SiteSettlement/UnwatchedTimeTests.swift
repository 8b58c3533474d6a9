import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement
import Testing

/// A daemon that was dead saw nothing: what units drew meanwhile is neither known nor claimed.
@Suite("Time in which nobody watched")
struct UnwatchedTimeTests {
    /// 2026-07-22T12:00:00Z: an interval begins.
    private static let start = UTCInstant(secondsSinceEpoch: 1_784_721_600)
    private static let interval = SettlementInterval(containing: start)
    private static let policy = SitePolicy.example(groups: [("hall", 4, 25)])

    /// Rows of a daemon whose four units of 3.5 kW sleep from the start on, as the ledger has them.
    private struct Rows {
        var settler = Settler()
        var pages = MemoryPages()
        var settled: [LedgerRecord] = []

        mutating func apply(_ event: EngineEvent, at second: Int64) throws {
            let at = UnwatchedTimeTests.start.advanced(bySeconds: second)
            let monotonic = MonotonicInstant(nanoseconds: at.nanosecondsSinceEpoch)
            try apply(.input(EngineInput(at: at, monotonic: monotonic, event: event)))
        }

        mutating func apply(_ record: LedgerRecord) throws {
            settled += try settler.apply(record, in: &pages)
        }

        mutating func price(of interval: SettlementInterval, at second: Int64) throws {
            let price = PriceSignal(
                market: .rtm, point: "HB_WEST", pointType: nil, start: interval.start, end: interval.end,
                price: .centsPerMegawattHour(10_000))
            let at = UnwatchedTimeTests.start.advanced(bySeconds: second)
            try apply(.signal(StampedSignal(signal: .price(price), source: "feed", at: at)), at: second)
        }

        var claimed: Energy {
            settled.reduce(.zero) { sum, row in
                if case .claim(let claim, _) = row, claim.kind == .energyAvoided {
                    sum + claim.energy
                } else {
                    sum
                }
            }
        }

        var bases: [IntervalBasis] {
            settled.compactMap { if case .basis(let basis, _) = $0 { basis } else { nil } }
        }
    }

    private func asleep() throws -> Rows {
        var rows = Rows()
        try rows.apply(.policy(PolicyRecord(policy: Self.policy), at: Self.start))
        try rows.apply(.started(Recovery(memory: .blank, asleep: [])), at: 0)
        let load = FleetReport.GroupLoad(confirmed: .zero, curtailed: .watts(14_000))
        try rows.apply(.fleet(FleetReport(groups: [load], changes: [])), at: 0)
        return rows
    }

    private func energy(seconds: Int64) -> Energy {
        Power.watts(14_000).energy(overNanoseconds: seconds * 1_000_000_000)
    }

    @Test(
        "after a crash only what was watched is claimed, and the basis says how long nobody did",
        arguments: [false, true])
    func crash(withNewPolicy: Bool) throws {
        var rows = try asleep()
        for second in stride(from: Int64(60), through: 300, by: 60) { try rows.apply(.timer, at: second) }
        // Dead from just after 300 s to 700 s; units are believed to have slept for two minutes of it.
        if withNewPolicy {
            var policy = Self.policy
            policy.name = "renamed"
            try rows.apply(.policy(PolicyRecord(policy: policy), at: Self.start.advanced(bySeconds: 700)))
        }
        try rows.apply(.started(Recovery(memory: .blank, asleep: [])), at: 700)
        for second in [Int64(760), 820, 880, 900] { try rows.apply(.timer, at: second) }
        try rows.price(of: Self.interval, at: 960)
        #expect(rows.claimed == energy(seconds: 900 - 280))
        #expect(rows.bases.map(\.unwatched) == [.seconds(280)])
    }

    @Test("intervals that nobody watched at all are not settled")
    func days() throws {
        var rows = try asleep()
        for second in stride(from: Int64(60), through: 900, by: 60) { try rows.apply(.timer, at: second) }
        try rows.apply(.started(Recovery(memory: .blank, asleep: [])), at: 900 * 5)
        try rows.apply(.timer, at: 900 * 6)
        for number in 0..<6 {
            let start = Self.start.advanced(bySeconds: Int64(number) * 900)
            try rows.price(of: SettlementInterval(containing: start), at: 900 * 6 + Int64(number))
        }
        let settled = rows.bases.map { $0.interval.start.secondsSinceEpoch - Self.start.secondsSinceEpoch }
        #expect(settled == [0, 900, 900 * 5])
        #expect(rows.claimed == energy(seconds: 900 + 120 + 900))
        #expect(rows.bases.map(\.unwatched) == [.zero, .seconds(780), .zero])
    }

    @Test("a quick restart loses nothing")
    func restart() throws {
        var rows = try asleep()
        for second in stride(from: Int64(60), through: 300, by: 60) { try rows.apply(.timer, at: second) }
        try rows.apply(.started(Recovery(memory: .blank, asleep: [])), at: 410)
        for second in [Int64(470), 900] { try rows.apply(.timer, at: second) }
        try rows.price(of: Self.interval, at: 960)
        #expect(rows.claimed == energy(seconds: 900))
        #expect(rows.bases.map(\.unwatched) == [.zero])
    }

    @Test("what could not be recorded was not watched")
    func gap() throws {
        var rows = try asleep()
        for second in stride(from: Int64(60), through: 300, by: 60) { try rows.apply(.timer, at: second) }
        rows.settler.noteGap()
        try rows.apply(.timer, at: 700)
        try rows.apply(.timer, at: 900)
        try rows.price(of: Self.interval, at: 960)
        #expect(rows.claimed == energy(seconds: 900 - 280))
        #expect(rows.bases.map(\.unwatched) == [.seconds(280)])
    }

    @Test("a restart with the clock set back gives no time twice")
    func setBack() throws {
        var rows = try asleep()
        for second in stride(from: Int64(60), through: 600, by: 60) { try rows.apply(.timer, at: second) }
        try rows.apply(.started(Recovery(memory: .blank, asleep: [])), at: 300)
        for second in stride(from: Int64(360), through: 900, by: 60) { try rows.apply(.timer, at: second) }
        try rows.price(of: Self.interval, at: 960)
        #expect(rows.claimed == energy(seconds: 900))
    }

    @Test("the first interval of a ledger begins with the first report")
    func birth() throws {
        var rows = Rows()
        try rows.apply(.policy(PolicyRecord(policy: Self.policy), at: Self.start.advanced(bySeconds: 300)))
        try rows.apply(.started(Recovery(memory: .blank, asleep: [])), at: 300)
        let load = FleetReport.GroupLoad(confirmed: .zero, curtailed: .watts(14_000))
        try rows.apply(.fleet(FleetReport(groups: [load], changes: [])), at: 300)
        try rows.apply(.timer, at: 900)
        try rows.price(of: Self.interval, at: 960)
        #expect(rows.bases.map(\.unwatched) == [.seconds(300)])
        #expect(rows.claimed == energy(seconds: 600))
    }
}
