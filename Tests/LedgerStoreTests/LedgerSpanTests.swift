import CurtailTesting
import GridMarket
import CurtailmentEngine
import GridUnits
import Settlement
import Testing

@testable import LedgerStore

@Suite("LedgerReader of a span")
struct LedgerSpanTests {
    private func reader(_ folder: TemporaryDirectory, _ records: [LedgerRecord]) throws -> LedgerReader {
        try Ledger(path: folder.ledger).append(records)
        return try LedgerReader(path: folder.ledger)
    }

    private static func input(_ second: Int64, _ event: EngineEvent) -> LedgerRecord {
        .input(
            EngineInput(
                at: Samples.instant(second), monotonic: MonotonicInstant(nanoseconds: second), event: event))
    }

    @Test("intervals are the site's, in their newest version, with the price and the evidence")
    func intervals() throws {
        let folder = try TemporaryDirectory()
        let reader = try reader(
            folder,
            Samples.day + [
                Samples.interval(0, group: "old"), Samples.claim(0, .lostHash, dollars: -9, group: "old"),
                Samples.interval(29),
            ])
        let day = try #require(CalendarDate(year: 2026, month: 7, day: 22))
        let found = try reader.intervals(from: day, through: day)
        #expect(found.map(\.interval.start) == (0..<6).map { Samples.instant($0 * 900) })
        #expect(found.map(\.curtailed) == [50, 25, 25, 25, 25, 25].map(Energy.megawattHours))
        #expect(
            found.allSatisfy { $0.price == .dollarsPerMegawattHour(2_500) && $0.evidence == ["simulated"] })
        #expect(found.allSatisfy { !$0.isMetered })
        #expect(try reader.intervals(from: day, through: day.advanced(byDays: 1)).count == 7)
        let rates = try reader.breakEvens(from: day, through: day)
        #expect(rates.count == 7)
        #expect(rates.first?.breakEven.microdollarsPerMegawattHour == 107_142_857)
    }

    @Test("inputs of a span are those asked for, at its start and not at its end")
    func inputs() throws {
        let folder = try TemporaryDirectory()
        let load = FleetReport.GroupLoad(confirmed: .megawatts(1), curtailed: .zero)
        let failing = FleetReport(groups: [load], changes: [.init(unit: 0, state: .unreachable)])
        let meter = StampedSignal(
            signal: .meter(MeterSignal(meter: "main", power: .megawatts(2), cumulative: nil)), source: "m",
            at: Samples.start)
        let reader = try reader(
            folder,
            [
                Self.input(0, .fleet(FleetReport(groups: [load], changes: []))),
                Self.input(10, .fleet(failing)),
                Self.input(20, .signal(meter)), Self.input(30, .timer), Self.input(40, .signal(meter)),
            ])
        func seconds(_ kinds: [LedgerReader.MeasuredKind], _ from: Int64, _ until: Int64) throws -> [Int64] {
            var found: [Int64] = []
            try reader.inputs(of: kinds, from: Samples.instant(from), until: Samples.instant(until)) {
                input in
                found.append(input.at.nanoseconds(since: Samples.start) / 1_000_000_000)
            }
            return found
        }
        #expect(try seconds([.fleet, .meter], 0, 40) == [0, 10, 20])
        #expect(try seconds([.fleet], 1, 100) == [10])
        #expect(try seconds([.failingFleet], 0, 100) == [10])
        #expect(try seconds([.frequency], 0, 100) == [])
    }

    @Test("steps begin with the decision in force, and each event has its first sentence")
    func steps() throws {
        let folder = try TemporaryDirectory()
        let reader = try reader(folder, Samples.day)
        let steps = try reader.steps(from: Samples.instant(1_000), until: Samples.instant(2_700))
        #expect(steps.map(\.at) == [900, 1_800].map(Samples.instant))
        #expect(steps.last?.event == 1)
        #expect(steps.first?.confirmed == Power(microwatts: 99_996_500_000_000))
        #expect(try reader.firstSentences(of: 1...2) == [1: "Price 2,500 $/MWh is above break-even."])
    }

    @Test("a revision names what it replaces and both versions")
    func revisions() throws {
        let folder = try TemporaryDirectory()
        let reader = try reader(folder, Samples.day)
        var found: [LedgerRevision] = []
        try reader.revisions(from: Samples.start) { found.append($0) }
        #expect(found.map(\.replaces) == [14, 15])
        #expect(found.map(\.version) == [2, 2])
        guard case .claim(let before, _) = found[1].before, case .claim(let after, _) = found[1].after else {
            Issue.record("no claim was revised")
            return
        }
        #expect([before.amount, after.amount] == [.dollars(62_500), .dollars(60_000)])
        found = []
        try reader.revisions(from: Samples.start, until: Samples.instant(2_700)) { found.append($0) }
        #expect(found.isEmpty)
    }

    @Test("a quiet quarter of an hour is told from one in which nothing ran")
    func activity() throws {
        let folder = try TemporaryDirectory()
        let start = EngineEvent.started(Recovery(memory: .blank, asleep: []))
        let reader = try reader(
            folder, [Self.input(1, start), Self.input(2_000, .timer), Self.input(5_000, start)])
        func activity(_ from: Int64) throws -> LedgerActivity {
            try reader.activity(from: Samples.instant(from), until: Samples.instant(from + 900))
        }
        #expect(try activity(0) == .recorded)
        #expect(try activity(900) == .quiet)
        #expect(try activity(1_800) == .recorded)
        #expect(try activity(2_700) == .stopped)
        #expect(try activity(5_400) == .quiet)
        #expect(try reader.extent() == Samples.instant(1)...Samples.instant(5_000))
    }

    @Test("policies have a digest of their own, and holes in the record are found")
    func policies() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        var other = Samples.policy
        other.name = "other"
        try ledger.append([
            .policy(PolicyRecord(policy: Samples.policy), at: Samples.start), Samples.timer(1),
        ])
        try ledger.append([
            .policy(PolicyRecord(policy: other), at: Samples.instant(900)), Samples.timer(901),
        ])
        let gap = LedgerGap(records: 3, first: Samples.instant(950), last: Samples.instant(960))
        try ledger.append(
            [.policy(PolicyRecord(policy: Samples.policy), at: Samples.instant(1_800))], after: gap)
        let reader = try LedgerReader(path: folder.ledger)
        let found = try reader.policies(from: Samples.instant(1_000), until: Samples.instant(2_000))
        #expect(found.map(\.record.policy.name) == ["other", "demo"])
        let first = try reader.policies(from: Samples.start, until: Samples.instant(1))
        #expect(first.map(\.digest) == [found[1].digest])
        #expect(found[0].digest != found[1].digest)
        let holes = try reader.holes(from: Samples.start, until: Samples.instant(2_000))
        #expect(holes.map(\.gap) == [gap])
    }
}
