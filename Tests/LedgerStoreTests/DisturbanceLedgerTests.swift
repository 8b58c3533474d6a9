import CurtailTesting
import GridMarket
import SitePorts
import CurtailmentEngine
import SiteLoop
import GRDB
import GridUnits
import Settlement
import Testing

@testable import LedgerStore

@Suite("Disturbance records in the ledger")
struct DisturbanceLedgerTests {
    static func block(at second: Int64, source: String = "relay") throws -> SampleBlock {
        let samples = (0..<300).map { number in
            FrequencySample(
                at: Samples.instant(second).advanced(byNanoseconds: Int64(number) * 33_333_333),
                frequency: Frequency(microhertz: 59_990_000 + Int64(number)))
        }
        return try #require(SampleBlock(samples, source: source))
    }

    /// A timer and a block of samples each day.
    private func ledger(days: Int64, keeping kept: Int, in folder: TemporaryDirectory) throws -> Ledger {
        let ledger = try Ledger(path: folder.ledger)
        var settler = try ledger.settler()
        for day in 0..<days {
            _ = try ledger.append(
                LedgerTransaction([Samples.timer(day * 86_400)], samples: [try Self.block(at: day * 86_400)]),
                after: nil, settling: &settler, upkeep: LedgerUpkeep(sampleDays: kept), bootID: "")
        }
        return ledger
    }

    /// Two blocks of one source, one of another.
    private func twoSources(in folder: TemporaryDirectory) throws -> [SampleBlock] {
        let ledger = try Ledger(path: folder.ledger)
        var settler = try ledger.settler()
        let blocks = [try Self.block(at: 0), try Self.block(at: 10), try Self.block(at: 0, source: "pmu")]
        _ = try ledger.append(
            LedgerTransaction([Samples.timer(20)], samples: blocks), after: nil, settling: &settler,
            bootID: "")
        return blocks
    }

    private func difference(_ folder: TemporaryDirectory) throws -> ChainVerifier.Difference? {
        try ChainVerifier(LedgerReader(path: folder.ledger)).walk().difference
    }

    @Test("what is read again is what was measured, source by source, within a span")
    func reads() throws {
        let folder = try TemporaryDirectory()
        let blocks = try twoSources(in: folder)
        var read: [String: [FrequencySample]] = [:]
        try LedgerReader(path: folder.ledger).samples(
            from: Samples.instant(5), until: Samples.instant(15)
        ) { read[$0, default: []] += $1 }
        let expected = try blocks.prefix(2).flatMap { try $0.samples() }.filter {
            $0.at >= Samples.instant(5) && $0.at < Samples.instant(15)
        }
        #expect(read["relay"] == expected)
        #expect(read["pmu"]?.count == 149)
        #expect(try difference(folder) == nil)
    }

    @Test("samples are dropped by age, their digests stay, and verify finds nothing amiss")
    func retention() throws {
        let folder = try TemporaryDirectory()
        let ledger = try ledger(days: 10, keeping: 3, in: folder)
        let counts: [Int?] = try ledger.queue.read { database in
            try ["samples", "chain WHERE kind = 'samples'", "chain WHERE kind = 'retention'"].map {
                try Int.fetchOne(database, sql: "SELECT count(*) FROM \($0)")
            }
        }
        // The day's own samples and those of the three days before the newest row of the day before.
        #expect(counts == [5, 10, 5])
        #expect(try difference(folder) == nil)
    }

    @Test("a row that says that more or less was dropped than is missing is a difference", arguments: [1, 3])
    func forgedRetention(blocks: Int64) throws {
        let folder = try TemporaryDirectory()
        let ledger = try ledger(days: 2, keeping: 400, in: folder)
        try ledger.queue.write { database in
            try database.execute(sql: "DELETE FROM samples")
            var appender = try ChainAppender(database)
            let forged = SampleRetention(
                at: Samples.instant(5 * 86_400), before: Samples.instant(3 * 86_400), blocks: blocks,
                samples: blocks * 300)
            try appender.append(ChainEntry(.retention(forged)))
        }
        #expect(try difference(folder)?.kind == "retention")
    }

    @Test("a clock that leaps years ahead for less than a day drops nothing")
    func leap() throws {
        let folder = try TemporaryDirectory()
        let ledger = try ledger(days: 2, keeping: 3, in: folder)
        var settler = try ledger.settler()
        _ = try ledger.append(
            LedgerTransaction([Samples.timer(3_650 * 86_400)]), after: nil, settling: &settler,
            upkeep: LedgerUpkeep(sampleDays: 3), bootID: "")
        #expect(try ledger.queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM samples") } == 2)
    }

    @Test(
        "verify names the row whose samples were altered, removed or added",
        arguments: [
            ("UPDATE samples SET data = zeroblob(length(data)) WHERE chain_seq = 4", "row 4 (samples)"),
            ("UPDATE samples SET count = count + 1 WHERE chain_seq = 4", "row 4 (samples)"),
            ("UPDATE samples SET source = 'pmu' WHERE chain_seq = 4", "row 4 (samples)"),
            ("UPDATE samples SET first_utc = 'x' WHERE chain_seq = 4", "row 4 (samples)"),
            ("DELETE FROM samples WHERE chain_seq = 4", "row 4 (samples)"),
            (
                "INSERT INTO samples SELECT 99, source, first_utc, last_utc, count, lost, data FROM samples LIMIT 1",
                "table (samples)"
            ),
        ])
    func alterations(sql: String, place: String) throws {
        let folder = try TemporaryDirectory()
        let ledger = try ledger(days: 3, keeping: 400, in: folder)
        #expect(try difference(folder) == nil)
        try ledger.queue.write { try $0.execute(sql: sql) }
        #expect(try difference(folder)?.description.hasPrefix(place) == true)
    }

    @Test("the count of a span is of the samples that reading it hands out")
    func counts() throws {
        let folder = try TemporaryDirectory()
        _ = try twoSources(in: folder)
        let reader = try LedgerReader(path: folder.ledger)
        for (from, until) in [(0, 20), (5, 15), (10, 11), (11, 12), (20, 30), (-5, 0)] as [(Int64, Int64)] {
            let span = (Samples.instant(from), Samples.instant(until))
            var handedOut = 0
            try reader.samples(from: span.0, until: span.1) { handedOut += $1.count }
            #expect(try reader.sampleCount(from: span.0, until: span.1) == handedOut, "\(from) to \(until)")
        }
    }
}
